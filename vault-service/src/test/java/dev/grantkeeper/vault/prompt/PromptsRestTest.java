package dev.grantkeeper.vault.prompt;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasSize;

import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class PromptsRestTest {

    TestVault vault;

    @Test
    void list_nothingOpen_isEmpty() {
        given().header("Authorization", vault.issuer().member("acme", "ada").bearer())
                .get("/v1/prompts")
                .then()
                .statusCode(200)
                .body("prompts", hasSize(0));
    }
}

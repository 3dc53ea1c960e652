package dev.grantkeeper.vault.prompt;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

/** Nobody answers at the bootstrap address. */
@QuarkusTest
@WithTestResource(
        value = VaultTestResource.class,
        initArgs = @ResourceArg(name = "kafka.bootstrap.servers", value = "127.0.0.1:1"))
class KafkaAwayTest {

    TestVault vault;

    @Test
    void vault_kafkaAway_isHealthyAndPrompts() {
        given().get("/q/health/live").then().statusCode(200);
        await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        given().header("Authorization", vault.issuer().developer("notes").bearer())
                .contentType(ContentType.JSON)
                .body("{\"type\":\"secret\"}")
                .put("/v1/definitions/user")
                .then()
                .statusCode(201);
        given().header(
                        "Authorization",
                        vault.issuer().execution("acme", "notes", "ada").bearer())
                .get("/v1/lookup/user-connection")
                .then()
                .statusCode(424)
                .body("cause", equalTo("never_connected"));
        given().header("Authorization", vault.issuer().member("acme", "ada").bearer())
                .get("/v1/prompts")
                .then()
                .statusCode(200)
                .body("prompts", hasSize(1));
    }
}

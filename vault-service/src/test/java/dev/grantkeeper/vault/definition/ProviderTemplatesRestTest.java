package dev.grantkeeper.vault.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ProviderTemplatesRestTest {

    TestVault vault;

    @Test
    void list_developer_seesWhichAreVerifiedAndWhatToDo() {
        var body = Office.as(Office.of(vault).developer())
                .get("/v1/provider-templates")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        Contract.assertKept("ProviderTemplates", body);
        var templates = new JsonObject(body).getJsonArray("provider_templates");
        var google = templates.stream()
                .map(JsonObject.class::cast)
                .filter(template -> template.getString("id").equals("google"))
                .findFirst()
                .orElseThrow();
        assertThat(google.getBoolean("verified")).isTrue();
        assertThat(google.getJsonArray("steps")).isNotEmpty();
        assertThat(templates.stream().map(JsonObject.class::cast))
                .anyMatch(template -> !template.getBoolean("verified")
                        && !template.getJsonArray("unverified_facts").isEmpty());
    }
}

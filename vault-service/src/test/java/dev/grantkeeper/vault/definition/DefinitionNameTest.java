package dev.grantkeeper.vault.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read of a definition. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class DefinitionNameTest {

    TestVault vault;

    private Office office;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault);
    }

    @Test
    void put_name_isStoredAndShown() {
        var answer = office.define("user", office.oauth2().put("name", " Mail Example "))
                .statusCode(201)
                .body("name", equalTo("Mail Example"));

        Contract.assertKept("Definition", answer.extract().asString());
        shown().body("name", equalTo("Mail Example"));
    }

    @Test
    void put_templateWithoutName_hasTheTemplates() {
        var wish = new JsonObject()
                .put("type", "oauth2")
                .put("template", "hubspot")
                .put("client_id", "hubspot-client")
                .put("client_secret", "s3cret");

        office.define("user", wish).statusCode(201).body("name", equalTo("HubSpot"));
        office.define("user", wish.copy().put("name", "Our CRM"))
                .statusCode(200)
                .body("name", equalTo("Our CRM"));
        office.define("user", wish).statusCode(200).body("name", equalTo("HubSpot"));
    }

    @Test
    void put_anotherNameAlone_makesNoVersionAndPromptsNobody() {
        office.offersOAuth2("user");
        office.connect("ada", Duration.ZERO, Duration.ofHours(1), true);
        var before = new JsonObject(shown().extract().asString());

        var renamed = new JsonObject(office.define("user", office.oauth2().put("name", "Post Example"))
                .statusCode(200)
                .extract()
                .asString());

        assertThat(renamed).isEqualTo(before.copy().put("name", "Post Example"));
        assertThat(new JsonObject(shown().extract().asString())).isEqualTo(renamed);
        // Who is to connect anew is looked for where the judged version is behind.
        assertThat(office.query("select version, judged_version from definition where app = ?", office.app))
                .singleElement()
                .satisfies(row -> assertThat(row.get("judged_version")).isEqualTo(row.get("version")));
        Office.as(office.member("ada")).get("/v1/prompts").then().body("prompts", hasSize(0));
        assertThat(changes()).hasSize(2);
        office.define("user", office.oauth2().put("name", "Post Example")).statusCode(200);
        assertThat(changes()).hasSize(2);
    }

    @Test
    void put_leftOutLater_isForgotten() {
        office.define("user", office.oauth2().put("name", "Mail Example")).statusCode(201);
        var next = office.oauth2();
        next.getJsonObject("settings").put("scopes", List.of("mail.read"));

        office.define("user", next).statusCode(200).body("version", equalTo(2)).body("name", nullValue());

        shown().body("name", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "two\nlines",
                "turned \u202e around",
                "zero \u0000",
                "line\u2028break",
                "\u200b",
                "\u00a0\ufeff",
                "\u061cletters"
            })
    void put_noLineOfText_isInvalid(String name) {
        assertRefused(name);
    }

    @Test
    void put_longName_isStoredUpToTheLimit() {
        office.define("user", office.oauth2().put("name", "é".repeat(80))).statusCode(201);
        assertRefused("é".repeat(81));
    }

    private void assertRefused(String name) {
        office.define("user", office.oauth2().put("name", name))
                .statusCode(400)
                .body("errors[0].field", equalTo("name"));
    }

    private ValidatableResponse shown() {
        return Office.as(office.developer()).get("/v1/definitions/user").then().statusCode(200);
    }

    private List<?> changes() {
        return office.query("select id from audit where action = 'definition_changed' and app = ?", office.app);
    }
}

package dev.grantkeeper.vault.renewal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Page;
import dev.grantkeeper.vault.TestIssuer.Token;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Client secrets that come sealed in the browser, as far as a worker sends them to the provider. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class SealedClientSecretsTest extends ServedWorker {

    private static final String SECRET = "s3cret-密码-🔑\n";

    private Stage.Scene scene;

    @BeforeEach
    void newScene() {
        scene = stage.scene(vault);
    }

    @Test
    void page_sealsTheAppsClientSecret_workerGetsExactlyThat() {
        var submitted = submitDefinition(appClient(), SECRET);

        assertThat(submitted.status()).as(submitted.answered()).isEqualTo(201);
        assertThat(submitted.sent()).doesNotContain("s3cret");
        Contract.assertKept("DefinitionRequest", submitted.sent());
        Contract.assertKept("Definition", submitted.answered());
        given().header("Authorization", scene.execution())
                .get("/v1/lookup/user-connection")
                .then()
                .statusCode(503);
        var material = worker.lease(scene).getMaterial();
        assertThat(material.getClientId()).isEqualTo("client-of-" + scene.key().app());
        assertThat(material.getClientSecret()).isEqualTo(SECRET);
    }

    @Test
    void page_sealsTheSameClientSecretAgain_changesNothing() {
        submitDefinition(appClient(), SECRET);

        assertThat(new JsonObject(submitDefinition(appClient(), SECRET).answered()).getInteger("version"))
                .isEqualTo(1);
        assertThat(new JsonObject(submitDefinition(appClient(), "another").answered())
                        .getBoolean("former_client_secret_set"))
                .isTrue();
    }

    @Test
    void page_sealsTheOwnersClientSecret_workerGetsExactlyThat() {
        define(owners()).statusCode(201);

        var submitted = new Page(address, member())
                .submit(
                        place(),
                        "/client-credentials",
                        "client_secret",
                        SECRET,
                        new JsonObject().put("client_id", "own"));

        assertThat(submitted.status()).as(submitted.answered()).isEqualTo(200);
        assertThat(submitted.sent()).doesNotContain("s3cret");
        Contract.assertKept("ClientCredentialsRequest", submitted.sent());
        var material = worker.lease(scene).getMaterial();
        assertThat(material.getClientId()).isEqualTo("own");
        assertThat(material.getClientSecret()).isEqualTo(SECRET);
    }

    @Test
    void sealingKey_ofADeveloper_isAsDocumentedAndNeedsNoDefinition() {
        var key = given().header("Authorization", developer().bearer())
                .get("/v1/definitions/workspace/sealing-key")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store");

        Contract.assertKept("SealingKey", key.extract().asString());
        given().header("Authorization", developer().bearer())
                .get("/v1/definitions/nobody/sealing-key")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("owner"));
    }

    @Test
    void clientOfTheAppsOwn_hasNothingToSeal() {
        submitDefinition(appClient(), SECRET);

        given().header("Authorization", member().bearer())
                .get(place() + "/sealing-key")
                .then()
                .statusCode(409)
                .body("reason", equalTo("CONFLICT"));
        put(new JsonObject().put("sealed_client_secret", sealedByMember("unused")))
                .statusCode(400)
                .body("errors[0].field", equalTo("client_id"));
    }

    @Test
    void definition_sealedByAPersonOrBesideTheClear_isInvalid() {
        define(owners()).statusCode(201);
        var theirs = sealedByMember("s3cret");

        define(appClient().put("sealed_client_secret", theirs))
                .statusCode(400)
                .body("errors[0].field", equalTo("sealed_client_secret"))
                .body("errors[0].message", startsWith("does not open"));
        define(appClient().put("sealed_client_secret", theirs).put("client_secret", "s3cret"))
                .statusCode(400)
                .body("errors[0].field", equalTo("sealed_client_secret"))
                .body("errors[0].message", startsWith("must be left out"));
        put(new JsonObject().put("client_id", "own"))
                .statusCode(400)
                .body("errors[0].field", equalTo("client_secret"))
                .body("errors[0].message", equalTo("must be given, or sealed_client_secret in its place"));
    }

    /** Sealed by the page for the owner's client; put to the test's own use. */
    private JsonObject sealedByMember(String secret) {
        var other = stage.scene(vault);
        var developer = vault.issuer().developer(other.key().app());
        given().header("Authorization", developer.bearer())
                .contentType("application/json")
                .body(owners().encode())
                .put("/v1/definitions/user");
        var person = vault.issuer().member(other.key().tenant().workspace(), "ada");
        var submitted = new Page(address, person)
                .submit(
                        "/v1/apps/" + other.key().app() + "/connections/user",
                        "/client-credentials",
                        "client_secret",
                        secret,
                        new JsonObject().put("client_id", "own"));
        return new JsonObject(submitted.sent()).getJsonObject("sealed_client_secret");
    }

    private Page.Submitted submitDefinition(JsonObject definition, String secret) {
        return new Page(address, developer()).submit("/v1/definitions/user", "", "client_secret", secret, definition);
    }

    private ValidatableResponse define(JsonObject definition) {
        return given().header("Authorization", developer().bearer())
                .contentType("application/json")
                .body(definition.encode())
                .put("/v1/definitions/user")
                .then();
    }

    private ValidatableResponse put(JsonObject body) {
        return given().header("Authorization", member().bearer())
                .contentType("application/json")
                .body(body.encode())
                .put(place() + "/client-credentials")
                .then();
    }

    private String place() {
        return "/v1/apps/" + scene.key().app() + "/connections/user";
    }

    private Token developer() {
        return vault.issuer().developer(scene.key().app());
    }

    private Token member() {
        return vault.issuer().member(scene.key().tenant().workspace(), "ada");
    }

    private JsonObject appClient() {
        return owners().put("client_id", "client-of-" + scene.key().app());
    }

    private JsonObject owners() {
        var provider = vault.provider();
        var settings = new JsonObject()
                .put("grant", "client_credentials")
                .put("token_url", provider.uri(Endpoint.TOKEN).toString())
                .put("scopes", new JsonArray().add("mail.read"));
        return new JsonObject().put("type", "oauth2").put("settings", settings);
    }
}

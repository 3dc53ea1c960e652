package dev.grantkeeper.vault.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.grantkeeper.testkit.SelfSigned;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.RecordedCall;
import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class DefinitionsRestTest {

    TestVault vault;

    private Office office;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault);
    }

    @Test
    void put_oauth2_isStoredWithoutAnsweringTheSecret() {
        var answer = office.define("user", office.oauth2())
                .statusCode(201)
                .body("owner", equalTo("user"))
                .body("type", equalTo("oauth2"))
                .body("version", equalTo(1))
                .body("client_id", equalTo(office.app))
                .body("client_secret_set", equalTo(true))
                .body("redirect_uri", endsWith("/callback/platform/" + office.app))
                .body("settings.client_authentication", equalTo("basic"));

        Contract.assertKept("Definition", body(answer));
        assertThat(body(answer)).doesNotContain("s3cret");
        assertThat(body(get("user").statusCode(200))).isEqualTo(body(answer));
    }

    @Test
    void put_template_isStoredWithItsSettingsTheInputsAndWhatIsOtherwise() {
        var wish = new JsonObject()
                .put("type", "oauth2")
                .put("template", "microsoft-entra")
                .put("inputs", new JsonObject().put("tenant", "contoso.onmicrosoft.com"))
                .put("settings", new JsonObject().put("scopes", List.of("offline_access", "User.Read")))
                .put("client_id", "entra-client")
                .put("client_secret", "s3cret");

        var answer = office.define("user", wish)
                .statusCode(201)
                .body(
                        "settings.token_url",
                        equalTo("https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token"))
                .body("settings.scopes", contains("offline_access", "User.Read"));

        Contract.assertKept("Definition", body(answer));
        assertInvalid(office.define("user", wish.copy().put("template", "nobody")), "template");
        assertInvalid(
                office.define("user", wish.copy().put("inputs", new JsonObject().put("tenant", "a/b"))),
                "inputs.tenant");
        assertInvalid(office.define("user", wish.copy().put("inputs", new JsonObject().put("shop", "a"))), "inputs");
        assertInvalid(
                office.define("user", wish.copy().put("settings", new JsonObject().put("pkce", "no"))),
                "settings.pkce");
        assertInvalid(
                office.define("user", new JsonObject().put("type", "secret").put("template", "google")), "template");
        assertInvalid(office.define("user", office.oauth2().put("inputs", new JsonObject().put("a", "b"))), "inputs");
    }

    @Test
    void put_issuerAlone_isStoredWithWhatItPublishes() {
        var issuer =
                vault.provider().uri(Endpoint.TOKEN).resolve("/").toString().replaceFirst("/$", "");
        var wish = office.oauth2()
                .put("settings", new JsonObject().put("issuer", issuer).put("scopes", List.of("read")));

        office.define("user", wish)
                .statusCode(201)
                .body(
                        "settings.token_url",
                        equalTo(vault.provider().uri(Endpoint.TOKEN).toString()))
                .body(
                        "settings.authorization_url",
                        equalTo(vault.provider().uri(Endpoint.AUTHORIZATION).toString()))
                .body("settings.scopes", contains("read"));
        office.define("user", wish).statusCode(200).body("version", equalTo(1));

        var nobody = new JsonObject().put("issuer", issuer + "/nobody");
        assertInvalid(office.define("user", office.oauth2().put("settings", nobody)), "settings.issuer");
    }

    @Test
    void put_secret_hasNeitherSettingsNorClient() {
        var answer = office.define("workspace", new JsonObject().put("type", "secret"))
                .statusCode(201)
                .body("type", equalTo("secret"))
                .body("client_secret_set", equalTo(false))
                .body("settings", nullValue());

        Contract.assertKept("Definition", body(answer));
    }

    @Test
    void put_again_isTheNextVersion() {
        office.define("user", office.oauth2()).statusCode(201);

        office.define("user", new JsonObject().put("type", "secret"))
                .statusCode(200)
                .body("version", equalTo(2));
        get("user").body("version", equalTo(2)).body("type", equalTo("secret"));
    }

    @Test
    void put_withoutClientSecret_keepsTheOneOfTheSameClient() {
        office.define("user", office.oauth2()).statusCode(201);

        office.define("user", with(settings -> settings.put("scopes", List.of("other")), "client_secret"))
                .statusCode(200)
                .body("version", equalTo(2))
                .body("client_secret_set", equalTo(true));

        assertInvalid(office.define("user", without("client_secret").put("client_id", "another")), "client_secret");
    }

    @Test
    void put_otherEndpoints_wantTheClientSecretAgain() {
        office.define("user", office.oauth2()).statusCode(201);

        for (var endpoint : List.of("token_url", "refresh_url", "revocation_url", "introspection_url")) {
            var elsewhere = with(settings -> settings.put(endpoint, "https://elsewhere.example/"), "client_secret");
            assertInvalid(office.define("user", elsewhere), "client_secret");
        }
        assertInvalid(
                office.define("user", with(settings -> settings.put("token_body", "query"), "client_secret")),
                "client_secret");
        get("user").body("version", equalTo(1));
    }

    @Test
    void put_theSameAgain_changesNothing() {
        var first = body(office.define("user", office.oauth2()).statusCode(201));

        assertThat(body(office.define("user", office.oauth2()).statusCode(200))).isEqualTo(first);
        assertThat(body(office.define("user", without("client_secret")).statusCode(200)))
                .isEqualTo(first);
        office.define("user", office.oauth2().put("client_secret", "another"))
                .statusCode(200)
                .body("version", equalTo(2));
    }

    @Test
    void put_publicClient_needsNoSecret() {
        office.define("user", with(settings -> settings.put("client_authentication", "none"), "client_secret"))
                .statusCode(201)
                .body("client_secret_set", equalTo(false));
    }

    /** It was taken when there was no such rule. */
    @Test
    void stored_whatIsRefusedByNow_canBeReadAndReplacedButNotUsed() throws Exception {
        office.define("user", with(settings -> settings.put("token_url", "https://{site}.example.com/token")
                        .put("connection_inputs", site())))
                .statusCode(201);
        try (var session = vault.sql();
                var statement = session.prepareStatement("update definition_version set settings ="
                        + " replace(settings, '{site}.example.com', '{site}.co.uk') where client_id = ?")) {
            statement.setString(1, office.app);
            statement.executeUpdate();
        }

        Office.as(office.developer()).get("/v1/definitions/user").then().statusCode(200);
        Office.as(office.member("ada"))
                .body("{\"inputs\":{\"site\":\"evil\"}}")
                .post("/v1/apps/" + office.app + "/connections/user/authorization")
                .then()
                .statusCode(400);
        office.define("user", with(settings -> {})).statusCode(200);
    }

    private static JsonObject site() {
        var input =
                new JsonObject().put("title", "Site").put("example", "north").put("pattern", "[a-z]+");
        return new JsonObject().put("site", input);
    }

    @Test
    void put_provedByAKey_wantsOneThatCanSign() throws Exception {
        var proved = with(settings -> settings.put("client_authentication", "private_key_jwt"));
        assertInvalid(office.define("user", proved), "client_secret");

        var keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        var key = Base64.getMimeEncoder()
                .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        var answer = office.define(
                        "user",
                        proved.put(
                                "client_secret",
                                "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n"))
                .statusCode(201)
                .body("settings.client_authentication", equalTo("private_key_jwt"));
        assertThat(body(answer)).doesNotContain(key.substring(0, 40));
        office.define("user", proved.put("client_secret", asGitHubHandsItOut())).statusCode(200);
        proved.remove("client_secret");
        proved.getJsonObject("settings").put("assertion_algorithm", "ES256");
        assertInvalid(office.define("user", proved), "client_secret");
    }

    /** PKCS#1, where the other one is PKCS#8. */
    private static String asGitHubHandsItOut() throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        var info =
                PrivateKeyInfo.getInstance(keys.generateKeyPair().getPrivate().getEncoded());
        var der = info.parsePrivateKey().toASN1Primitive().getEncoded();
        return "-----BEGIN RSA PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END RSA PRIVATE KEY-----\n";
    }

    @Test
    void put_provedByACertificate_wantsOneWithItsKey(@TempDir Path folder) {
        var proved = with(settings -> settings.put("client_authentication", "mtls")
                .put("token_url", "https://provider.example/token")
                .put("revocation_url", "https://provider.example/revoke"));
        var app = SelfSigned.generate(folder, "app", "-keyalg", "EC");
        var other = SelfSigned.generate(folder, "other", "-keyalg", "EC");
        assertInvalid(office.define("user", proved), "client_secret");
        assertInvalid(
                office.define("user", proved.put("client_secret", other.certificate() + app.key())), "client_secret");

        var answer = office.define("user", proved.put("client_secret", app.certificate() + app.key()))
                .statusCode(201)
                .body("settings.client_authentication", equalTo("mtls"));
        Contract.assertKept("Definition", body(answer));
        assertThat(body(answer)).doesNotContain("BEGIN");
    }

    @Test
    void put_quirks_areAnsweredBackAndAFaultInThemIsNamed() {
        var answer = office.define("user", with(settings -> settings.put("token_body", "json")
                        .put("response", new JsonObject().put("access_token", "data.access_token"))))
                .statusCode(201)
                .body("settings.token_body", equalTo("json"))
                .body("settings.response.access_token", equalTo("data.access_token"));
        Contract.assertKept("Definition", body(answer));
        assertInvalid(
                office.define(
                        "user",
                        with(settings ->
                                settings.put("response", new JsonObject().put("access_token", "data..access_token")))),
                "settings.response.access_token");
    }

    @Test
    void put_wrong_isInvalidNamingTheField() {
        assertInvalid(office.define("user", new JsonObject()), "type");
        assertInvalid(office.define("user", new JsonObject().put("type", "password")), "type");
        assertInvalid(office.define("user", new JsonObject().put("type", "oauth2")), "settings");
        assertInvalid(
                office.define("user", with(settings -> settings.put("token_url", "http://provider.example/token"))),
                "settings.token_url");
        assertInvalid(office.define("user", with(settings -> settings.put("tokenUrl", "x"))), "settings.tokenUrl");
        assertInvalid(office.define("user", office.oauth2().put("client_id", " ")), "client_id");
        assertInvalid(office.define("user", without("client_secret")), "client_secret");
        assertInvalid(office.define("user", office.oauth2().put("client_secret", "")), "client_secret");
        assertInvalid(office.define("user", office.oauth2().put("client_secret", "x".repeat(65_537))), "client_secret");
        assertInvalid(
                office.define("user", with(settings -> settings.put("client_authentication", "none"))),
                "client_secret");
        assertInvalid(office.define("user", office.oauth2().put("type", "secret")), "settings");
        assertInvalid(
                office.define("user", new JsonObject().put("type", "secret").put("client_secret", "for nothing")),
                "client_secret");
        assertInvalid(office.define("everyone", office.oauth2()), "owner");
        get("user").statusCode(404);
    }

    @Test
    void put_notOfTheDocumentedForm_isInvalidWithoutQuotingIt() {
        assertInvalid(put("{\"type\":\"secret\",\"colour\":\"s3cret\"}"), "colour")
                .body("detail", not(containsString("s3cret")));
        assertInvalid(put("{\"type\":{\"s3cret\":1}}"), "type").body("detail", not(containsString("s3cret")));
        assertInvalid(put("{\"type\":\"s3cret"), "body").body("detail", not(containsString("s3cret")));
        assertInvalid(put(""), "body");
        assertInvalid(put("[]"), "body");
    }

    @Test
    void get_notDefined_isNotConfigured() {
        var answer = get("user").statusCode(404).body("reason", equalTo("NOT_CONFIGURED"));

        Contract.assertKept("Problem", body(answer));
        assertInvalid(get("everyone"), "owner");
    }

    @Test
    void list_ofOneApp_hasBothItsDefinitionsAndNoOthers() {
        Office.of(vault).offersSecret("user");
        list().body("definitions", hasSize(0));
        office.offersSecret("workspace").offersOAuth2("user");

        var answer = list().body("definitions.owner", contains("user", "workspace"));

        Contract.assertKept("Definitions", body(answer));
        Office.as(office.namesake().developer()).get("/v1/definitions").then().body("definitions", hasSize(0));
    }

    @Test
    void app_thatAnotherIssuerNamesAlike_isAnother() {
        office.offersSecret("user");
        var namesake = office.namesake();

        Office.as(namesake.developer()).get("/v1/definitions/user").then().statusCode(404);
        namesake.offersOAuth2("user");

        get("user").body("type", equalTo("secret")).body("version", equalTo(1));
    }

    @Test
    void define_isAuditedWithItsDeveloperAndVersion() {
        office.offersSecret("user");

        assertThat(office.query(
                        "select tenant, actor_kind, actor, generation, detail from audit"
                                + " where action = 'definition_changed' and app = ?",
                        office.app))
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("tenant", "platform")
                        .containsEntry("actor_kind", "developer")
                        .containsEntry("actor", "developer")
                        .containsEntry("generation", 1L)
                        .containsEntry("detail", "user"));
    }

    @Test
    void settings_changedInTheDatabase_keepTheClientSecretClosed() {
        office.offersOAuth2("user");
        var connection = office.connect("ada", Duration.ZERO, Duration.ofHours(1), true);
        office.tamper(
                "update definition_version set settings = replace(settings, '/revoke', '/introspect') where client_id = ?",
                office.app);

        Office.as(office.member("ada"))
                .delete("/v1/connections/" + connection.id())
                .then()
                .statusCode(204);

        await().until(() -> !office.query(
                        "select 1 from revocation where connection_id = ? and attempts > 0"
                                + " and next_attempt_at < now() + interval '20 s'",
                        connection.id().value())
                .isEmpty());
        assertThat(ownCalls(Endpoint.REVOCATION)).isEmpty();
        assertThat(ownCalls(Endpoint.INTROSPECTION)).isEmpty();
        assertThat(office.query(
                        "select status from connection where id = ?",
                        UUID.fromString(connection.id().toString())))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("status", "disconnected"));
    }

    /** Others' tokens are revoked all the while. */
    private List<RecordedCall> ownCalls(Endpoint endpoint) {
        return vault.provider().calls(endpoint).stream()
                .filter(call -> Optional.ofNullable(call.headers().get("authorization"))
                        .map(basic -> new String(Base64.getDecoder().decode(basic.substring("Basic ".length()))))
                        .filter(client -> client.startsWith(office.app))
                        .isPresent())
                .toList();
    }

    @Test
    void put_anotherSecretOfTheSameClient_keepsTheFormerUntilItIsDropped() {
        office.define("user", office.oauth2()).statusCode(201).body("former_client_secret_set", equalTo(false));

        var next = office.oauth2().put("client_secret", "next");
        office.define("user", next).body("version", equalTo(2)).body("former_client_secret_set", equalTo(true));
        office.define("user", next).body("version", equalTo(2));
        assertThat(office.query(
                        "select position('client-s3cret'::bytea in former_client_secret) as found from definition_version"
                                + " where client_id = ? and version = 2",
                        office.app))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("found", 0));

        office.define("user", next.put("drop_former_client_secret", true))
                .body("version", equalTo(3))
                .body("former_client_secret_set", equalTo(false));
    }

    @Test
    void put_anotherClient_takesNoFormerSecretAlong() {
        office.define("user", office.oauth2()).statusCode(201);

        office.define("user", office.oauth2().put("client_id", "another").put("client_secret", "next"))
                .body("version", equalTo(2))
                .body("former_client_secret_set", equalTo(false));
    }

    @Test
    void clientSecret_atRest_isSealed() {
        office.offersOAuth2("user");

        assertThat(office.query(
                        "select position('client-s3cret'::bytea in client_secret) as found from definition_version"
                                + " where client_id = ?",
                        office.app))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("found", 0));
    }

    private JsonObject without(String field) {
        var definition = office.oauth2();
        definition.remove(field);
        return definition;
    }

    private JsonObject with(Consumer<JsonObject> change, String... without) {
        var definition = office.oauth2();
        change.accept(definition.getJsonObject("settings"));
        for (var field : without) {
            definition.remove(field);
        }
        return definition;
    }

    private ValidatableResponse put(String json) {
        return Office.as(office.developer())
                .body(json)
                .put("/v1/definitions/user")
                .then();
    }

    private ValidatableResponse get(String owner) {
        return Office.as(office.developer()).get("/v1/definitions/" + owner).then();
    }

    private ValidatableResponse list() {
        return Office.as(office.developer()).get("/v1/definitions").then().statusCode(200);
    }

    private static ValidatableResponse assertInvalid(ValidatableResponse answer, String field) {
        answer.statusCode(400).body("reason", equalTo("INVALID")).body("errors.field", contains(field));
        Contract.assertKept("InvalidProblem", body(answer));
        return answer;
    }

    private static String body(ValidatableResponse answer) {
        return answer.extract().asString();
    }
}

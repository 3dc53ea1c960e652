package dev.grantkeeper.vault.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.envelope.SecretSubmissions;
import dev.grantkeeper.envelope.SubmissionContext;
import dev.grantkeeper.envelope.SubmissionContext.Purpose;
import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.Page;
import dev.grantkeeper.vault.TestIssuer.Token;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.key.NextVersion;
import dev.grantkeeper.vault.key.Scope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that come sealed in the browser, to the real vault. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class SealedSecretsTest {

    private static final String DOES_NOT_OPEN = "does not open";

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Office office;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault).offersSecret("user").offersSecret("workspace");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-12345",
                " \tblanks around it\r\n",
                "pässwörd-密码-🔑-\u0000-e\u0301",
                "-----BEGIN KEY-----\nof\nmany\nlines\n-----END KEY-----\n"
            })
    void page_sealsASecret_lookupServesExactlyThat(String secret) {
        var submitted = submit(office.member("ada"), "user", secret);

        assertThat(submitted.status()).as(submitted.answered()).isEqualTo(200);
        assertThat(new JsonObject(submitted.sent()).fieldNames()).containsExactly("sealed_value");
        assertThat(submitted.sent()).doesNotContain(secret);
        Contract.assertKept("SecretRequest", submitted.sent());
        Contract.assertKept("Connection", submitted.answered());
        office.lookUp("user", "ada").statusCode(200).body("value", equalTo(secret));
    }

    @Test
    void page_sealsTheLongestSecret_lookupServesExactlyThat_andBeyondItIsInvalid() {
        var longest = "🔑".repeat(16_384);

        assertThat(submit(office.member("ada"), "user", longest).status()).isEqualTo(200);
        office.lookUp("user", "ada").statusCode(200).body("value", equalTo(longest));

        var beyond = submit(office.member("ada"), "user", longest + "x");
        assertThat(beyond.status()).isEqualTo(400);
        assertThat(beyond.answered()).contains("sealed_value", "at most 65536 bytes");
    }

    @Test
    void page_sealsTheWorkspacesSecret_everyUsersLookupServesIt() {
        assertThat(submit(office.admin(), "workspace", "shared").status()).isEqualTo(200);

        office.lookUp("workspace", "ada").statusCode(200).body("value", equalTo("shared"));
    }

    @Test
    void sealingKey_ofAPerson_isAsDocumentedAndBoundToThemAndThePlace() {
        var before = Instant.now();
        var answer = sealingKey(office.admin(), "workspace").header("Cache-Control", "no-store");

        var json = answer.extract().asString();
        Contract.assertKept("SealingKey", json);
        var key = new JsonObject(json);
        var expiresAt = key.getInstant("expires_at");
        assertThat(expiresAt)
                .isBetween(
                        before.plusSeconds(599).truncatedTo(ChronoUnit.SECONDS),
                        Instant.now().plusSeconds(601));
        var context = new SubmissionContext(
                Purpose.SECRET,
                "platform/" + office.workspace,
                office.app,
                "workspace",
                office.workspace,
                "grace",
                expiresAt);
        assertThat(Base64.getUrlDecoder().decode(key.getString("aad"))).isEqualTo(context.encoded());
    }

    @Test
    void sealingKey_nothingToType_isRefused() {
        var none = office.anotherApp();
        none.offersOAuth2("user");

        sealingKey(none, office.member("ada"), "user").statusCode(409).body("reason", equalTo("CONFLICT"));
        sealingKey(none, office.admin(), "workspace").statusCode(404).body("reason", equalTo("NOT_CONFIGURED"));
        sealingKey(office, office.member("ada"), "workspace").statusCode(403);
        sealingKey(office, office.member("ada"), "everyone").statusCode(400);
    }

    @Test
    void put_keyRotatedMeanwhile_stillOpens() throws Throwable {
        var sealed = sealedFor("ada", UnaryOperator.identity());
        assertThat(sealed.getString("key_id")).endsWith(".1");

        NextVersion.of(Scope.workspace("platform/" + office.workspace));

        sealingKey(office.member("ada"), "user").body("key_id", endsWith(".2"));
        put(office.member("ada"), sealed).statusCode(200);
        office.lookUp("user", "ada").body("value", equalTo("typed"));
    }

    @Test
    void put_twice_isHarmless() {
        var sealed = sealedFor("ada", UnaryOperator.identity());

        put(office.member("ada"), sealed).statusCode(200);
        put(office.member("ada"), sealed).statusCode(200);
    }

    /** What is sealed for anything else, by name, with the key of this workspace. */
    private static Map<String, UnaryOperator<SubmissionContext>> others() {
        var others = new LinkedHashMap<String, UnaryOperator<SubmissionContext>>();
        others.put("another user asked", c -> with(c, c.purpose(), c.tenant(), c.app(), "user", c.ownerId(), "bob"));
        others.put("another owner", c -> with(c, c.purpose(), c.tenant(), c.app(), "user", "bob", c.asker()));
        others.put("the workspace's", c -> with(c, c.purpose(), c.tenant(), c.app(), "workspace", "acme", c.asker()));
        others.put("another app", c -> with(c, c.purpose(), c.tenant(), "other", "user", c.ownerId(), c.asker()));
        others.put("another tenant", c -> with(c, c.purpose(), "rival/acme", c.app(), "user", c.ownerId(), c.asker()));
        others.put("a client", c -> with(c, Purpose.CLIENT, c.tenant(), c.app(), "user", c.ownerId(), c.asker()));
        others.put(
                "a client secret",
                c -> with(c, Purpose.CLIENT_SECRET, c.tenant(), c.app(), "user", c.ownerId(), c.asker()));
        return others;
    }

    @TestFactory
    Stream<DynamicTest> put_sealedForAnythingElse_isOneAndTheSameRefusal() {
        return others().entrySet().stream()
                .map(other -> DynamicTest.dynamicTest(other.getKey(), () -> {
                    var sealed = sealedFor("ada", other.getValue());

                    assertDoesNotOpen(put(office.member("ada"), sealed));
                    office.lookUp("user", "ada").statusCode(424);
                }));
    }

    @Test
    void put_whatAnotherPersonSealed_isTheSameRefusal() {
        var bobs = sealedFor("bob", UnaryOperator.identity());

        assertDoesNotOpen(put(office.member("ada"), bobs));
        put(office.member("bob"), bobs).statusCode(200);
    }

    @Test
    void put_sealedToTheKeyOfAnotherScope_isTheSameRefusal() {
        var neighbour = office.neighbour();
        var context = context("ada", Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.SECONDS));
        for (var key : new ValidatableResponse[] {
            sealingKey(neighbour, neighbour.member("ada"), "user"),
            Office.as(office.developer())
                    .get("/v1/definitions/user/sealing-key")
                    .then()
                    .statusCode(200)
        }) {
            var sealed = seal(new JsonObject(key.extract().asString()), context, Secret.ofUtf8("typed"));

            assertDoesNotOpen(put(office.member("ada"), sealed));
        }
    }

    @TestFactory
    Stream<DynamicTest> put_alteredOnItsWay_isTheSameRefusal() {
        Map<String, UnaryOperator<JsonObject>> alterations = new LinkedHashMap<>();
        alterations.put(
                "last byte",
                typed -> altered(typed, bytes -> {
                    bytes[bytes.length - 1] ^= 1;
                    return bytes;
                }));
        alterations.put(
                "encapsulated key",
                typed -> altered(typed, bytes -> {
                    bytes[10] ^= 1;
                    return bytes;
                }));
        alterations.put("nothing but a key", typed -> altered(typed, bytes -> Arrays.copyOf(bytes, 65)));
        alterations.put("empty", typed -> typed.put("ciphertext", ""));
        alterations.put(
                "a later end",
                typed -> typed.put("expires_at", typed.getInstant("expires_at").plusSeconds(30)));
        alterations.put("an unknown key", typed -> typed.put("key_id", UUID.randomUUID() + ".1"));
        alterations.put(
                "another version",
                typed -> typed.put("key_id", typed.getString("key_id").replaceAll("\\.1$", ".7")));
        alterations.put("no key's name", typed -> typed.put("key_id", "../../etc.1"));
        return alterations.entrySet().stream()
                .map(alteration -> DynamicTest.dynamicTest(alteration.getKey(), () -> {
                    var sealed = alteration.getValue().apply(sealedFor("ada", UnaryOperator.identity()));

                    assertDoesNotOpen(put(office.member("ada"), sealed));
                }));
    }

    @Test
    void put_itsTimeIsOver_isInvalidAndSaysSo() {
        var past = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.SECONDS);

        assertInvalid(put(office.member("ada"), sealedUntil(past)), "sealed_value", "has expired");
    }

    @Test
    void put_ofAnEndOfItsOwnChoice_isInvalid() {
        var field = "sealed_value.expires_at";
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        assertInvalid(put(office.member("ada"), sealedUntil(now.plusSeconds(3600))), field, "sealing key");
        var inBetween = sealedUntil(now.plusSeconds(300));
        inBetween.put("expires_at", now.plusSeconds(300).plusMillis(5));
        assertInvalid(put(office.member("ada"), inBetween), field, "sealing key");
    }

    @Test
    void put_bothFormsOrNeither_isInvalid() {
        var sealed = sealedFor("ada", UnaryOperator.identity());

        assertInvalid(
                send(
                        office.member("ada"),
                        new JsonObject().put("value", "typed").put("sealed_value", sealed)),
                "sealed_value",
                "must be left out where value is given");
        assertInvalid(
                send(office.member("ada"), new JsonObject()), "value", "must be given, or sealed_value in its place");
        office.lookUp("user", "ada").statusCode(424);
    }

    @Test
    void put_notOfTheDocumentedForm_isInvalidByItsField() {
        var sealed = sealedFor("ada", UnaryOperator.identity());

        for (var part : sealed.fieldNames()) {
            var without = sealed.copy();
            without.remove(part);
            assertInvalid(put(office.member("ada"), without), "sealed_value", "must have key_id");
        }
        assertInvalid(
                put(office.member("ada"), sealed.copy().put("ciphertext", "not+base64url/")),
                "sealed_value.ciphertext",
                "base64url");
        assertInvalid(
                put(office.member("ada"), sealed.copy().put("expires_at", "soon")),
                "sealed_value.expires_at",
                "documented type");
        assertInvalid(
                put(office.member("ada"), sealed.copy().put("aad", "x")), "sealed_value.aad", "is not known here");
    }

    @Test
    void put_whatWouldBeInvalidInTheClear_isInvalidSealed() {
        assertInvalid(put(office.member("ada"), sealed(Secret.ofUtf8("  \n"))), "sealed_value", "must not be empty");
        assertInvalid(put(office.member("ada"), sealed(Secret.ofUtf8(""))), "sealed_value", "must not be empty");
        var noText = Secret.of(new byte[] {(byte) 0xff, (byte) 0xfe});
        assertInvalid(put(office.member("ada"), sealed(noText)), "sealed_value", "valid Unicode");
    }

    @Test
    void put_workspacesByMember_isForbidden() {
        var sealed = sealedFor("ada", UnaryOperator.identity());

        Office.as(office.member("ada"))
                .body(new JsonObject().put("sealed_value", sealed).encode())
                .put("/v1/apps/" + office.app + "/connections/workspace/secret")
                .then()
                .statusCode(403);
    }

    private Page.Submitted submit(Token person, String owner, String secret) {
        return new Page(address, person)
                .submit(
                        "/v1/apps/" + office.app + "/connections/" + owner,
                        "/secret",
                        "value",
                        secret,
                        new JsonObject());
    }

    private ValidatableResponse sealingKey(Token person, String owner) {
        return sealingKey(office, person, owner).statusCode(200);
    }

    private static ValidatableResponse sealingKey(Office office, Token person, String owner) {
        return Office.as(person)
                .get("/v1/apps/" + office.app + "/connections/" + owner + "/sealing-key")
                .then();
    }

    private ValidatableResponse put(Token person, JsonObject sealed) {
        return send(person, new JsonObject().put("sealed_value", sealed));
    }

    private ValidatableResponse send(Token person, JsonObject body) {
        return Office.as(person)
                .body(body.encode())
                .put("/v1/apps/" + office.app + "/connections/user/secret")
                .then();
    }

    /** By this member for their own connection, unless it is changed before it is sealed. */
    private JsonObject sealedFor(String user, UnaryOperator<SubmissionContext> changed) {
        var key =
                new JsonObject(sealingKey(office.member(user), "user").extract().asString());
        return seal(key, changed.apply(context(user, key.getInstant("expires_at"))), Secret.ofUtf8("typed"));
    }

    private JsonObject sealed(Secret secret) {
        var key = new JsonObject(
                sealingKey(office.member("ada"), "user").extract().asString());
        return seal(key, context("ada", key.getInstant("expires_at")), secret);
    }

    private JsonObject sealedUntil(Instant expiresAt) {
        var key = new JsonObject(
                sealingKey(office.member("ada"), "user").extract().asString());
        return seal(key, context("ada", expiresAt), Secret.ofUtf8("typed"));
    }

    private SubmissionContext context(String user, Instant expiresAt) {
        return new SubmissionContext(
                Purpose.SECRET, "platform/" + office.workspace, office.app, "user", user, user, expiresAt);
    }

    private static SubmissionContext with(
            SubmissionContext c,
            Purpose purpose,
            String tenant,
            String app,
            String ownerKind,
            String ownerId,
            String asker) {
        return new SubmissionContext(purpose, tenant, app, ownerKind, ownerId, asker, c.expiresAt());
    }

    private static JsonObject seal(JsonObject key, SubmissionContext context, Secret secret) {
        var publicKey = Base64.getUrlDecoder().decode(key.getString("public_key"));
        var ciphertext = SecretSubmissions.seal(publicKey, context, secret);
        return new JsonObject()
                .put("key_id", key.getString("key_id"))
                .put("expires_at", context.expiresAt())
                .put("ciphertext", Base64.getUrlEncoder().withoutPadding().encodeToString(ciphertext));
    }

    private static JsonObject altered(JsonObject typed, UnaryOperator<byte[]> alteration) {
        var bytes = alteration.apply(Base64.getUrlDecoder().decode(typed.getString("ciphertext")));
        return typed.put("ciphertext", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static void assertDoesNotOpen(ValidatableResponse answer) {
        assertInvalid(answer, "sealed_value", DOES_NOT_OPEN);
        answer.body(
                "detail",
                equalTo(
                        "sealed_value: does not open: it is damaged, or was sealed for somebody else or something else; ask"
                                + " for a new sealing key and seal once more"));
    }

    private static void assertInvalid(ValidatableResponse answer, String field, String message) {
        answer.statusCode(400)
                .body("reason", equalTo("INVALID"))
                .body("errors[0].field", equalTo(field))
                .body("errors[0].message", containsString(message));
        assertThat(answer.extract().asString()).doesNotContain("typed");
    }
}

package dev.grantkeeper.vault.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class LookupRestTest {

    private static final Duration NONE = Duration.ZERO;
    private static final Duration HOUR = Duration.ofHours(1);

    TestVault vault;

    private Office office;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault);
    }

    @Test
    void workspaceSecret_setByAdmin_isServedToEveryUserOfTheWorkspace() {
        office.offersSecret("workspace");
        office.putSecret(office.admin(), "workspace", "sk-12345").statusCode(200);

        for (var user : new String[] {"ada", "bob", null}) {
            var answer = office.lookUp("workspace", user)
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .body("value", equalTo("sk-12345"))
                    .body("type", equalTo("secret"))
                    .body("owned_by.type", equalTo("workspace"))
                    .body("owned_by.id", equalTo(office.workspace))
                    .body("created_by.type", equalTo("user"))
                    .body("created_by.id", equalTo("grace"))
                    .body("expires_at", nullValue())
                    .body("scopes", hasSize(0))
                    .body("generation", equalTo(1));
            Contract.assertKept("ConnectionValue", body(answer));
        }
    }

    @Test
    void workspaceSecret_askedForByOtherWorkspaces_isServedToNone() {
        office.offersSecret("workspace");
        office.putSecret(office.admin(), "workspace", "sk-12345").statusCode(200);

        assertRefused(office.neighbour().lookUp("workspace", "ada"), 424, "AUTH_REQUIRED");
        assertRefused(office.namesake().lookUp("workspace", "ada"), 404, "NOT_CONFIGURED");
        assertRefused(office.namesake().offersSecret("workspace").lookUp("workspace", "ada"), 424, "AUTH_REQUIRED");
    }

    @Test
    void userSecret_setByItsUser_isServedToThemAlone() {
        office.offersSecret("user");
        office.putSecret(office.member("ada"), "user", "ada's key").statusCode(200);

        office.lookUp("user", "ada").statusCode(200).body("value", equalTo("ada's key"));
        assertRefused(office.lookUp("user", "bob"), 424, "AUTH_REQUIRED");
        assertRefused(office.neighbour().lookUp("user", "ada"), 424, "AUTH_REQUIRED");
        assertRefused(office.namesake().offersSecret("user").lookUp("user", "ada"), 424, "AUTH_REQUIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pässwörd", "密钥🔑", "a\nb\u0000c", "\"quoted\\\""})
    void secret_ofAnyCharacters_isServedAsItWasSet(String secret) {
        office.offersSecret("user");
        office.putSecret(office.member("ada"), "user", secret).statusCode(200);

        office.lookUp("user", "ada").statusCode(200).body("value", equalTo(secret));
    }

    @Test
    void secret_replaced_isServedAsNewGenerationOfTheSameConnection() {
        office.offersSecret("user");
        var id = office.putSecret(office.member("ada"), "user", "first")
                .extract()
                .path("id");
        office.putSecret(office.member("ada"), "user", "second").statusCode(200);

        office.lookUp("user", "ada")
                .body("value", equalTo("second"))
                .body("generation", equalTo(2))
                .body("id", equalTo(id));
    }

    @Test
    void userConnection_ofExecutionWithoutUser_isNoUser() {
        office.offersSecret("user");

        var answer = office.lookUp("user", null);

        assertRefused(answer, 424, "NO_USER");
        Contract.assertKept("NoUserProblem", body(answer));
    }

    @Test
    void connection_notOffered_isNotConfigured() {
        office.offersSecret("workspace");

        assertRefused(office.lookUp("user", "ada"), 404, "NOT_CONFIGURED");
    }

    @Test
    void neverConnected_asked_promptsThatPersonOnce() {
        office.offersSecret("user");

        var answer = office.lookUp("user", "ada").body("cause", equalTo("never_connected"));

        assertRefused(answer, 424, "AUTH_REQUIRED");
        Contract.assertKept("AuthRequiredProblem", body(answer));
        String prompt = answer.extract().path("prompt_id");
        answer.body("connect_url", endsWith("/connect/" + prompt));
        office.lookUp("user", "ada").body("prompt_id", equalTo(prompt));
        prompts("ada").body("prompts.prompt_id", containsInAnyOrder(prompt));
        prompts("bob").body("prompts", hasSize(0));
    }

    @Test
    void neverConnected_workspacesAsked_promptsItsAdmins() {
        office.offersSecret("workspace");

        office.lookUp("workspace", "ada").statusCode(424).body("cause", equalTo("never_connected"));

        prompts("ada").body("prompts", hasSize(0));
        Office.as(office.admin()).get("/v1/prompts").then().body("prompts", hasSize(1));
    }

    @Test
    void neverConnected_askedWithoutPrompt_promptsNobody() {
        office.offersSecret("user");

        var answer = office.lookUp("user", "ada", "prompt=false")
                .body("cause", equalTo("never_connected"))
                .body("prompt_id", nullValue())
                .body("connect_url", nullValue());

        assertRefused(answer, 424, "AUTH_REQUIRED");
        Contract.assertKept("AuthRequiredProblem", body(answer));
        prompts("ada").body("prompts", hasSize(0));
    }

    @Test
    void disconnected_asked_isAuthRequired() {
        office.offersSecret("user");
        String id =
                office.putSecret(office.member("ada"), "user", "gone").extract().path("id");
        Office.as(office.member("ada")).delete("/v1/connections/" + id).then().statusCode(204);

        assertRefused(office.lookUp("user", "ada"), 424, "AUTH_REQUIRED");
    }

    @Test
    void accessToken_valid_isServedWithItsExpiryAndScopes() {
        office.offersOAuth2("user").connect("ada", NONE, HOUR, true);

        var answer = office.lookUp("user", "ada", "required_scopes=mail.read")
                .statusCode(200)
                .body("value", equalTo("access-of-ada"))
                .body("type", equalTo("oauth2"))
                .body("scopes", containsInAnyOrder("mail.read"))
                .body("expires_at", notNullValue());
        Contract.assertKept("ConnectionValue", body(answer));
    }

    @Test
    void accessToken_lackingScope_isAuthRequired() {
        office.offersOAuth2("user").connect("ada", NONE, HOUR, true);

        office.lookUp("user", "ada", "required_scopes=mail.read%20mail.send")
                .statusCode(424)
                .body("cause", equalTo("scopes_missing"));
    }

    @Test
    void scope_thatNobodyIsAskedFor_isInvalidAndPromptsNobody() {
        office.offersOAuth2("user").offersSecret("workspace");
        var unasked = "required_scopes=mail.read%20mail.delete";
        assertRefused(office.lookUp("user", "ada", unasked), 400, "INVALID");
        assertRefused(office.lookUp("workspace", "ada", "required_scopes=any"), 400, "INVALID");

        office.connect("ada", NONE, HOUR, true);
        office.putSecret(office.admin(), "workspace", "sk-12345").statusCode(200);

        office.lookUp("user", "ada", unasked).statusCode(400).body("errors.field", contains("required_scopes"));
        assertRefused(office.lookUp("workspace", "ada", "required_scopes=any"), 400, "INVALID");
        prompts("ada").body("prompts", hasSize(0));
    }

    @Test
    void accessToken_expiredAndNotRenewable_isAuthRequired() {
        office.offersOAuth2("user").connect("ada", HOUR, Duration.ofMinutes(59), false);

        office.lookUp("user", "ada").statusCode(424).body("cause", equalTo("expired"));
    }

    @Test
    void accessToken_shortOfMinTtlAndNotRenewable_isServedWhileItLives() {
        office.offersOAuth2("user").connect("ada", HOUR, HOUR.plusSeconds(20), false);

        office.lookUp("user", "ada", "min_ttl=600").statusCode(200);
    }

    @Test
    void accessToken_shortOfMinTtlAndRenewable_isServedWhileItLives() {
        office.offersOAuth2("user").connect("ada", HOUR, HOUR.plusSeconds(20), true);

        office.lookUp("user", "ada", "min_ttl=600").statusCode(200);
    }

    @Test
    void minTtl_beyondQuarterOfTheLifetime_countsAsThatQuarter() {
        office.offersOAuth2("user").connect("ada", NONE, Duration.ofSeconds(100), true);
        long asked = System.nanoTime();

        office.lookUp("user", "ada", "min_ttl=99").statusCode(200);

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(1900));
    }

    @Test
    void accessToken_expiredAndRenewable_isRenewingAfterAWait() {
        office.offersOAuth2("user").connect("ada", HOUR, Duration.ofMinutes(59), true);
        long asked = System.nanoTime();

        var answer = office.lookUp("user", "ada").header("Retry-After", "1");

        assertRefused(answer, 503, "RENEWING");
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isBetween(Duration.ofMillis(1900), Duration.ofMillis(3500));
    }

    @Test
    void accessToken_expiredAndAskedForWithoutPatience_isRenewingAtOnce() {
        office.offersOAuth2("user").connect("ada", HOUR, Duration.ofMinutes(59), true);
        long asked = System.nanoTime();

        var answer = Office.as(office.execution("ada"))
                .header("Prefer", "handling=lenient, wait=0")
                .get("/v1/lookup/user-connection")
                .then();

        assertRefused(answer, 503, "RENEWING");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(1900));
    }

    @Test
    void accessToken_expiredAndClientRefusedByProvider_isProviderMisconfigured() {
        office.offersOAuth2("user").connect("ada", HOUR, Duration.ofMinutes(59), true);
        office.tamper(
                "update provider_client set refused_before = now() + interval '1 h', probe_at = now() + interval '1 h'"
                        + " where issuer = 'platform' and app = ?",
                office.app);

        var answer = office.lookUp("user", "ada");

        assertRefused(answer, 424, "PROVIDER_MISCONFIGURED");
        Contract.assertKept("ProviderMisconfiguredProblem", body(answer));
        prompts("ada").body("prompts", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "86401", "soon", "99999999999", "1.5"})
    void minTtl_outOfBounds_isInvalid(String minTtl) {
        office.offersSecret("user");

        assertInvalid(office.lookUp("user", "ada", "min_ttl=" + minTtl), "min_ttl");
    }

    @Test
    void prompt_neitherTrueNorFalse_isInvalid() {
        office.offersSecret("user");

        assertInvalid(office.lookUp("user", "ada", "prompt=maybe"), "prompt");
    }

    @Test
    void row_movedToAnotherWorkspace_doesNotOpenThere() {
        office.offersSecret("workspace");
        String id = office.putSecret(office.admin(), "workspace", "sk-12345")
                .extract()
                .path("id");
        var thief = office.neighbour();
        thief.putSecret(thief.admin(), "workspace", "the thief's own").statusCode(200);
        thief.tamper("delete from connection where tenant = ?", "platform/" + thief.workspace);

        office.tamper(
                "update connection set tenant = ?, owner_id = ? where id = ?",
                "platform/" + thief.workspace,
                thief.workspace,
                UUID.fromString(id));

        assertRefused(thief.lookUp("workspace", "eve"), 500, "INTERNAL");
    }

    @Test
    void row_givenToAnotherUserOrGeneration_doesNotOpen() {
        office.offersSecret("user");
        String id = office.putSecret(office.member("ada"), "user", "ada's key")
                .extract()
                .path("id");

        office.tamper("update connection set owner_id = 'eve' where id = ?", UUID.fromString(id));
        assertRefused(office.lookUp("user", "eve"), 500, "INTERNAL");

        office.tamper("update connection set owner_id = 'ada', access_sealed_at = 2 where id = ?", UUID.fromString(id));
        assertRefused(office.lookUp("user", "ada"), 500, "INTERNAL");
    }

    @Test
    void envelope_ofAnotherConnection_doesNotOpen() {
        office.offersSecret("user");
        office.putSecret(office.member("ada"), "user", "ada's key").statusCode(200);
        office.putSecret(office.member("eve"), "user", "eve's key").statusCode(200);

        office.tamper(
                "update connection set access_envelope ="
                        + " (select access_envelope from connection where tenant = ? and owner_id = 'ada')"
                        + " where tenant = ? and owner_id = 'eve'",
                "platform/" + office.workspace,
                "platform/" + office.workspace);

        assertRefused(office.lookUp("user", "eve"), 500, "INTERNAL");
    }

    @Test
    void execution_livingLongerThanFifteenMinutes_isForbidden() {
        office.offersSecret("user");

        assertRefused(
                office.lookUp(office.execution("ada").livingFor(Duration.ofMinutes(16)), "user"), 403, "FORBIDDEN");
        assertRefused(office.lookUp(office.execution("ada").with("iat", null), "user"), 403, "FORBIDDEN");
        office.lookUp(office.execution("ada").livingFor(Duration.ofMinutes(15)), "user")
                .statusCode(424);
    }

    @Test
    void execution_namingAScopeTwice_isAccepted() {
        office.offersSecret("user");

        office.lookUp(office.execution("ada").with("scope", "connections:read openid connections:read"), "user")
                .statusCode(424);
    }

    @Test
    void execution_withUserThatNoIdentifierMayBe_isUnauthenticated() {
        assertRefused(office.lookUp(office.execution("ada/../bob"), "user"), 401, "UNAUTHENTICATED");
    }

    @Test
    void rejection_ofSecret_promptsThePerson() {
        office.offersSecret("user");
        String id = office.putSecret(office.member("ada"), "user", "revoked")
                .extract()
                .path("id");

        var answer = reject(id, "1")
                .statusCode(200)
                .body("action", equalTo("prompted"))
                .body("generation", equalTo(1));

        Contract.assertKept("RejectionAnswer", body(answer));
        prompts("ada").body("prompts.reason", containsInAnyOrder("rejected_by_service"));
    }

    @Test
    void rejection_ofRenewable_startsOneRenewal() {
        var id = office.offersOAuth2("user").connect("ada", NONE, HOUR, true).id();

        reject(id.toString(), "1").statusCode(200).body("action", equalTo("renewing"));
        reject(id.toString(), "1").statusCode(200).body("action", equalTo("renewing"));
    }

    @Test
    void rejection_ofAnothersConnection_isNotFound() {
        office.offersSecret("user");
        String id = office.putSecret(office.member("bob"), "user", "bob's")
                .extract()
                .path("id");

        assertRefused(reject(id, "1"), 404, "NOT_FOUND");
        assertRefused(reject(UUID.randomUUID().toString(), "1"), 404, "NOT_FOUND");
    }

    @Test
    void rejection_ofWrongForm_isInvalid() {
        var id = UUID.randomUUID().toString();

        assertInvalid(reject("not-a-uuid", "1"), "connection_id");
        assertInvalid(reject(id, "0"), "generation");
        assertInvalid(reject(id, "\"latest\""), "generation");
        assertInvalid(report("{\"generation\":1}"), "connection_id");
        assertInvalid(report("{\"connection_id\":\"" + id + "\",\"generation\":1,\"why\":\"x\"}"), "why");
        assertInvalid(report("{\"connection_id\""), "body");
        assertInvalid(report("[]"), "body");
        assertInvalid(report("null"), "connection_id");
    }

    private ValidatableResponse reject(String id, String generation) {
        return report("{\"connection_id\":\"%s\",\"generation\":%s}".formatted(id, generation));
    }

    private ValidatableResponse report(String json) {
        return Office.as(office.execution("ada"))
                .body(json)
                .post("/v1/lookup/rejections")
                .then();
    }

    private ValidatableResponse prompts(String user) {
        return Office.as(office.member(user)).get("/v1/prompts").then().statusCode(200);
    }

    private static void assertInvalid(ValidatableResponse answer, String field) {
        assertRefused(answer, 400, "INVALID");
        answer.body("errors.field", containsInAnyOrder(field));
        Contract.assertKept("InvalidProblem", body(answer));
    }

    private static void assertRefused(ValidatableResponse answer, int status, String reason) {
        answer.statusCode(status)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .body("value", nullValue())
                .body("reason", equalTo(reason))
                .body("status", equalTo(status))
                .body("detail", not(equalTo("")));
        Contract.assertKept("Problem", body(answer));
    }

    private static String body(ValidatableResponse answer) {
        return answer.extract().asString();
    }
}

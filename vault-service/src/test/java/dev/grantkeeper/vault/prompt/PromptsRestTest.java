package dev.grantkeeper.vault.prompt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.grantkeeper.vault.EventSchemas;
import dev.grantkeeper.vault.TestIssuer.Token;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class PromptsRestTest {

    TestVault vault;

    @Test
    void list_neverConnected_tellsTheOwnerAlone() {
        var notes = NotesApp.define(vault);
        var prompt = notes.mustAuthenticate("user", "ada");

        var open = notes.prompts(notes.member("ada")).getJsonArray("prompts");
        assertThat(open).hasSize(1);
        var shown = open.getJsonObject(0);
        EventSchemas.assertPrompt(shown.encode());
        assertThat(shown.getString("prompt_id")).isEqualTo(prompt);
        assertThat(shown.getString("state")).isEqualTo("open");
        assertThat(shown.getString("reason")).isEqualTo("never_connected");
        assertThat(shown.getString("tenant")).isEqualTo(notes.tenant());
        assertThat(shown.getString("connect_url")).endsWith("/connect/" + prompt);
        assertThat(notes.prompts(notes.member("bob")).getJsonArray("prompts")).isEmpty();
        assertThat(notes.prompts(notes.admin("grace")).getJsonArray("prompts")).isEmpty();
    }

    @Test
    void list_workspaceConnection_tellsAdminsAlone() {
        var notes = NotesApp.define(vault);
        var prompt = notes.mustAuthenticate("workspace", "ada");

        assertThat(notes.prompts(notes.member("ada")).getJsonArray("prompts")).isEmpty();
        assertThat(notes.prompts(notes.admin("grace"))
                        .getJsonArray("prompts")
                        .getJsonObject(0)
                        .getString("prompt_id"))
                .isEqualTo(prompt);
    }

    @Test
    void list_sameNamesElsewhere_tellsNothing() {
        var notes = NotesApp.define(vault);
        notes.mustAuthenticate("user", "ada");
        notes.mustAuthenticate("workspace", "ada");

        var otherWorkspace = vault.issuer().admin("another", "ada").bearer();
        var otherIssuer = vault.rival().admin(notes.workspace(), "ada").bearer();
        assertThat(notes.prompts(otherWorkspace).getJsonArray("prompts")).isEmpty();
        assertThat(notes.prompts(otherIssuer).getJsonArray("prompts")).isEmpty();
    }

    @Test
    void list_connectedSince_isEmpty() {
        var notes = NotesApp.define(vault);
        notes.mustAuthenticate("user", "ada");
        notes.connect("user", notes.member("ada"));

        assertThat(notes.prompts(notes.member("ada")).getJsonArray("prompts")).isEmpty();
    }

    @Test
    void lookUp_askedNotToPrompt_promptsNobody() {
        var notes = NotesApp.define(vault);
        given().header(
                        "Authorization",
                        vault.issuer()
                                .execution(notes.workspace(), notes.app(), "ada")
                                .bearer())
                .queryParam("prompt", "false")
                .get("/v1/lookup/user-connection")
                .then()
                .statusCode(424)
                .body("prompt_id", nullValue());

        assertThat(notes.prompts(notes.member("ada")).getJsonArray("prompts")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/prompts", "/v1/prompts/stream"})
    void anyRoute_badToken_isUnauthenticated(String route) {
        refused(route, good().forAudiences("another"));
        refused(route, good().forAudiences("grantkeeper", "another"));
        refused(route, good().livingFor(Duration.ofMinutes(-1)));
        refused(route, good().unsigned());
        refused(route, good().forged());
        refused(route, good().ofType("JWT"));
        refused(route, good().with("iss", "https://elsewhere.example.com"));
        refused(route, good().with("exp", null));
        given().get(route)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/prompts", "/v1/prompts/stream"})
    void anyRoute_notAPersonsToken_isForbidden(String route) {
        forbidden(route, vault.issuer().execution("acme", "notes", "ada"));
        forbidden(route, vault.issuer().worker("worker"));
        forbidden(route, good().with("role", "owner"));
        forbidden(route, good().with("workspace", null));
    }

    private Token good() {
        return vault.issuer().member("acme", "ada");
    }

    private static void refused(String route, Token token) {
        given().header("Authorization", token.bearer())
                .get(route)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .contentType("application/problem+json")
                .body("reason", equalTo("UNAUTHENTICATED"));
    }

    private static void forbidden(String route, Token token) {
        given().header("Authorization", token.bearer())
                .get(route)
                .then()
                .statusCode(403)
                .body("reason", equalTo("FORBIDDEN"));
    }
}

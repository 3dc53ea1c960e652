package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.TestIssuer;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class SessionTest {

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Scene scene;

    @BeforeEach
    void newScene() {
        scene = new Scene(vault, address).offering("user");
    }

    static Stream<Named<UnaryOperator<TestIssuer.Token>>> unacceptable() {
        return Stream.of(
                Named.of("wrong audience", token -> token.forAudiences("another-service")),
                Named.of("one audience too many", token -> token.forAudiences("grantkeeper", "another-service")),
                Named.of("expired", token -> token.livingFor(Duration.ofMinutes(-1))),
                Named.of("unsigned", TestIssuer.Token::unsigned),
                Named.of("signed by another key", TestIssuer.Token::forged),
                Named.of("an ID token", token -> token.ofType("JWT")));
    }

    @Test
    void session_ofPersonsToken_isCookieForTheRestOfItsLife() {
        var answer = scene.browser().post("/v1/session", scene.member("ada"), "");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("gk-session=[\\w-]+\\.[\\w-]+\\.[\\w-]+; Path=/; Max-Age=(59\\d|600); HttpOnly; SameSite=Lax");
    }

    @Test
    void session_ended_clearsTheCookie() {
        var browser = scene.browser().signIn(scene.member("ada"));

        assertThat(browser.cookiesAt("/connect")).containsKey("gk-session");
        assertThat(browser.signOut().cookiesAt("/connect")).doesNotContainKey("gk-session");
        assertThat(scene.browser().signOut().cookiesAt("/connect")).isEmpty();
    }

    @Test
    void session_alone_isNeverGoodForTheApi() {
        var browser = scene.browser().signIn(scene.admin("grace"));

        for (var path : Stream.of("/v1/connections", "/v1/definitions", "/v1/lookup/user-connection")
                .toList()) {
            assertThat(browser.visit(path).statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test
    void session_ofTokenTooLongForACookie_isInvalid() {
        var token = vault.issuer().member(scene.workspace, "ada").with("note", "x".repeat(4000));

        var answer = scene.browser().post("/v1/session", token.bearer(), "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void session_ofExecutionOrDeveloperToken_isForbidden() {
        var execution =
                vault.issuer().execution(scene.workspace, scene.app, "ada").bearer();
        var developer = vault.issuer().developer(scene.app).bearer();

        assertThat(scene.browser().post("/v1/session", execution, "").statusCode())
                .isEqualTo(403);
        assertThat(scene.browser().post("/v1/session", developer, "").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("unacceptable")
    void session_ofUnacceptableToken_isUnauthenticated(UnaryOperator<TestIssuer.Token> spoilt) {
        var answer = scene.browser().post("/v1/session", bearer(spoilt), "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @MethodSource("unacceptable")
    void authorization_withUnacceptableToken_isUnauthenticated(UnaryOperator<TestIssuer.Token> spoilt) {
        assertThat(scene.browser()
                        .post(scene.authorizationPath("user"), bearer(spoilt), "{}")
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("unacceptable")
    void prompt_withUnacceptableTokenInTheCookie_asksToSignIn(UnaryOperator<TestIssuer.Token> spoilt) {
        var prompt = new JsonObject(scene.lookUp("user", "ada").body()).getString("prompt_id");
        var browser = scene.browser();
        browser.keep("gk-session", token(spoilt));

        var page = browser.visit("/connect/" + prompt);

        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("sign in");
    }

    @ParameterizedTest
    @MethodSource("unacceptable")
    void callback_withUnacceptableTokenInTheCookie_asksToSignIn(UnaryOperator<TestIssuer.Token> spoilt) {
        var browser = scene.browser();
        var callback = scene.agree(scene.begin(browser, scene.member("ada"), "user"));
        browser.keep("gk-session", token(spoilt));

        assertThat(browser.visit(callback).statusCode()).isEqualTo(401);
        scene.assertNotConnected("user", "ada");
    }

    @Test
    void prompt_withoutSession_asksToSignInAndSaysHow() {
        var prompt = new JsonObject(scene.lookUp("user", "ada").body()).getString("prompt_id");

        var page = scene.browser().visit("/connect/" + prompt);

        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("Please sign in first", "open the link again");
        assertThat(page.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void prompt_withBearerHeaderButNoCookie_asksToSignIn() {
        var prompt = new JsonObject(scene.lookUp("user", "ada").body()).getString("prompt_id");

        assertThat(scene.browser()
                        .get("/connect/" + prompt, scene.member("ada"))
                        .statusCode())
                .isEqualTo(401);
    }

    private String token(UnaryOperator<TestIssuer.Token> spoilt) {
        return spoilt.apply(vault.issuer().member(scene.workspace, "ada")).mint();
    }

    private String bearer(UnaryOperator<TestIssuer.Token> spoilt) {
        return "Bearer " + token(spoilt);
    }
}

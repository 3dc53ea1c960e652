package dev.grantkeeper.sandbox.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.grantkeeper.sandbox.Http;
import dev.grantkeeper.sandbox.Http.Answer;
import dev.grantkeeper.sandbox.ProviderUser;
import dev.grantkeeper.sandbox.SandboxTest;
import dev.grantkeeper.sandbox.platform.Address;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@SandboxTest
class OpenIdProviderTest {

    private static final String VERIFIER = "verifier-that-is-long-enough-for-rfc-7636-abc";
    private static final String CALLBACK = "http://127.0.0.1:18480/console/callback";
    private static final String SCOPES = "openid apps:write";

    private final Http http;
    private final SigningBrowser browser;

    OpenIdProviderTest(Address address) {
        http = new Http(address.origin());
        browser = new SigningBrowser(http);
    }

    @Test
    void discovery_namesWhatWorksAndNothingElse() throws Exception {
        JsonNode metadata =
                http.get("/platform/.well-known/openid-configuration").json();

        assertThat(metadata.get("issuer").asString()).isEqualTo(issuer());
        assertThat(metadata.get("authorization_endpoint").asString()).isEqualTo(issuer() + "/oauth2/authorize");
        assertThat(metadata.get("token_endpoint").asString()).isEqualTo(issuer() + "/oauth2/token");
        assertThat(metadata.get("jwks_uri").asString()).isEqualTo(issuer() + "/jwks");
        assertThat(metadata.get("end_session_endpoint").asString()).isEqualTo(issuer() + "/connect/logout");
        assertThat(metadata.get("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
        assertThat(metadata.get("id_token_signing_alg_values_supported").toString())
                .isEqualTo("[\"ES256\"]");
        assertThat(metadata.get("token_endpoint_auth_methods_supported").toString())
                .contains("\"none\"");
        assertThat(metadata.get("authorization_response_iss_parameter_supported")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ada, member, '', openid",
        "bob, member, '', openid",
        "grace, admin, '', openid",
        "dev, admin, email-sequencer, apps:write openid"
    })
    void signIn_personOfTheDemo_getsATokenThatSaysWhoTheyAre(String user, String role, String app, String scope)
            throws Exception {
        Answer tokens = exchange(browser.signIn(authorize(), user), VERIFIER);

        JWTClaimsSet access = verified(tokens.json().get("access_token").asString(), "at+jwt");
        assertThat(access.getIssuer()).isEqualTo(issuer());
        assertThat(access.getAudience()).containsExactly("grantkeeper");
        assertThat(access.getSubject()).isEqualTo(user);
        assertThat(access.getStringClaim("client_id")).isEqualTo("console");
        assertThat(access.getStringClaim("workspace")).isEqualTo("acme");
        assertThat(access.getStringClaim("user")).isEqualTo(user);
        assertThat(access.getStringClaim("role")).isEqualTo(role);
        assertThat(access.getStringClaim("app")).isEqualTo(app.isEmpty() ? null : app);
        assertThat(access.getStringClaim("scope")).isEqualTo(scope);
        assertThat(access.getJWTID()).isNotBlank();
        assertThat(tokens.json().get("scope").asString().split(" ")).containsExactlyInAnyOrder(scope.split(" "));
        assertThat(tokens.json().get("expires_in").asInt()).isBetween(595, 600);
    }

    @Test
    void signIn_idToken_isForTheClientAndCarriesTheNonce() throws Exception {
        Answer tokens = exchange(browser.signIn(authorize(), "ada"), VERIFIER);

        JWTClaimsSet id = verified(tokens.json().get("id_token").asString(), null);
        assertThat(id.getIssuer()).isEqualTo(issuer());
        assertThat(id.getAudience()).containsExactly("console");
        assertThat(id.getSubject()).isEqualTo("ada");
        assertThat(id.getStringClaim("nonce")).isEqualTo("nonce-1");
        assertThat(id.getClaims()).containsKeys("auth_time", "sid").doesNotContainKeys("role", "workspace");
    }

    @Test
    void authorize_answer_saysWhoseItIs() throws Exception {
        URI back = browser.signIn(authorize(), "ada");

        assertThat(back.toString()).startsWith(CALLBACK + "?");
        assertThat(SigningBrowser.query(back))
                .containsEntry("iss", issuer())
                .containsEntry("state", "state=1&?")
                .containsKey("code");
    }

    @Test
    void authorize_promptNoneSignedIn_answersWithoutAPage() throws Exception {
        browser.signIn(authorize(), "ada");

        URI back = browser.redirected(authorize(Map.of("prompt", "none")));

        assertThat(exchange(back, VERIFIER).status()).isEqualTo(200);
    }

    @Test
    void authorize_promptNoneNobodySignedIn_saysLoginRequired() throws Exception {
        URI back = browser.redirected(authorize(Map.of("prompt", "none")));

        assertThat(back.toString()).startsWith(CALLBACK + "?");
        assertThat(SigningBrowser.query(back))
                .containsEntry("error", "login_required")
                .containsEntry("iss", issuer())
                .containsEntry("state", "state=1&?");
    }

    @Test
    void authorize_withoutPkce_isRefused() throws Exception {
        URI back = browser.redirected(authorize(Map.of("code_challenge", "", "code_challenge_method", "")));

        assertThat(SigningBrowser.query(back))
                .containsEntry("error", "invalid_request")
                .containsEntry("iss", issuer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:18480/console/other",
                "https://127.0.0.1:18480/console/callback",
                "http://console.example/console/callback"
            })
    void authorize_redirectElsewhere_isRefusedWithoutRedirecting(String elsewhere) throws Exception {
        HttpResponse<String> answer = browser.open(authorize(Map.of("redirect_uri", elsewhere)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void token_wrongVerifier_isRefused() throws Exception {
        Answer answer = exchange(browser.signIn(authorize(), "ada"), VERIFIER.replace('v', 'w'));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asString()).isEqualTo("invalid_grant");
    }

    @Test
    void token_codeTwice_isRefusedTheSecondTime() throws Exception {
        URI back = browser.signIn(authorize(), "ada");

        assertThat(exchange(back, VERIFIER).status()).isEqualTo(200);
        assertThat(exchange(back, VERIFIER).status()).isEqualTo(400);
    }

    @Test
    void token_consoleAsksForClientCredentials_isRefused() throws Exception {
        Answer answer = http.postForm(
                "/platform/oauth2/token", "", Map.of("grant_type", "client_credentials", "client_id", "console"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().has("access_token")).isFalse();
        assertThat(answer.json().get("error").asString()).isEqualTo("invalid_client");
    }

    @Test
    void refresh_ofThePublicClient_rotatesAndSaysTheSame() throws Exception {
        Answer first = exchange(browser.signIn(authorize(), "dev"), VERIFIER);
        Answer second = refresh(first, "console");

        JWTClaimsSet access = verified(second.json().get("access_token").asString(), "at+jwt");
        assertThat(access.getStringClaim("user")).isEqualTo("dev");
        assertThat(access.getStringClaim("app")).isEqualTo("email-sequencer");
        assertThat(second.json().get("id_token").asString()).isNotBlank();
        assertThat(refresh(first, "console").json().get("error").asString()).isEqualTo("invalid_grant");
        assertThat(refresh(second, "console").status()).isEqualTo(200);
    }

    @Test
    void refresh_asAClientThatHasASecret_isRefused() throws Exception {
        Answer tokens = exchange(browser.signIn(authorize(), "ada"), VERIFIER);

        Answer answer = refresh(tokens, "refresh-worker");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("error").asString()).isEqualTo("invalid_client");
    }

    @Test
    void endSession_withTheIdToken_signsOutAndLeadsBackToTheConsole() throws Exception {
        Answer tokens = exchange(browser.signIn(authorize(), "ada"), VERIFIER);

        URI back = browser.redirected(
                endSession(tokens.json().get("id_token").asString(), "http://127.0.0.1:18480/console/connections"));

        assertThat(back).hasToString("http://127.0.0.1:18480/console/connections");
        assertThat(refresh(tokens, "console").json().get("error").asString()).isEqualTo("invalid_grant");
        assertThat(SigningBrowser.query(browser.redirected(authorize(Map.of("prompt", "none")))))
                .containsEntry("error", "login_required");
    }

    @Test
    void endSession_toElsewhere_isRefusedAndSignsNobodyOut() throws Exception {
        Answer tokens = exchange(browser.signIn(authorize(), "ada"), VERIFIER);

        HttpResponse<String> answer =
                browser.open(endSession(tokens.json().get("id_token").asString(), "https://evil.example/"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(SigningBrowser.query(browser.redirected(authorize(Map.of("prompt", "none")))))
                .containsKey("code");
    }

    @Test
    void sessions_atThePlatformAndAtTheExternalService_areNotTheSame() throws Exception {
        browser.signIn(authorize(), "grace");

        HttpResponse<String> atTheService = browser.open(http.uri("/login"));
        URI sentTo = browser.redirected(http.uri("/oauth2/authorize?response_type=code&client_id=email-sequencer"
                + "&code_challenge=" + challenge() + "&code_challenge_method=S256"));

        assertThat(atTheService.statusCode()).isEqualTo(200);
        assertThat(sentTo.getPath()).isEqualTo("/login");
        assertThat(new ProviderUser("ada", "password-of-ada")
                        .visit(authorize())
                        .uri()
                        .getPath())
                .isEqualTo("/platform/sign-in");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:18480, http://127.0.0.1:18480",
        "http://127.0.0.1:9, http://127.0.0.1:9",
        "https://127.0.0.1:18480, ''",
        "https://evil.example, ''"
    })
    void cors_token_isForTheConsolesOriginOnly(String origin, String allowed) throws Exception {
        var preflight = send(
                HttpRequest.newBuilder(http.uri("/platform/oauth2/token"))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Access-Control-Request-Method", "POST"),
                origin);
        var call = send(
                HttpRequest.newBuilder(http.uri("/platform/oauth2/token"))
                        .POST(BodyPublishers.ofString("grant_type=authorization_code")),
                origin);
        var discovery = send(HttpRequest.newBuilder(http.uri("/platform/.well-known/openid-configuration")), origin);

        for (var answer : new HttpResponse<?>[] {preflight, call, discovery}) {
            assertThat(answer.headers()
                            .firstValue("Access-Control-Allow-Origin")
                            .orElse(""))
                    .isEqualTo(allowed);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String origin) throws Exception {
        return HttpClient.newHttpClient().send(request.header("Origin", origin).build(), BodyHandlers.ofString());
    }

    private Answer exchange(URI back, String verifier) throws Exception {
        return http.postForm(
                "/platform/oauth2/token",
                "",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "console",
                        "code",
                        SigningBrowser.query(back).get("code"),
                        "redirect_uri",
                        CALLBACK,
                        "code_verifier",
                        verifier));
    }

    private Answer refresh(Answer tokens, String client) throws Exception {
        return http.postForm(
                "/platform/oauth2/token",
                "",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        client,
                        "refresh_token",
                        tokens.json().get("refresh_token").asString()));
    }

    private URI endSession(String idToken, String to) {
        return http.uri("/platform/connect/logout?"
                + Http.encode(Map.of("id_token_hint", idToken, "post_logout_redirect_uri", to)));
    }

    private URI authorize() throws Exception {
        return authorize(Map.of());
    }

    /** @param changes over what a right request has; an empty value leaves the parameter out */
    private URI authorize(Map<String, String> changes) throws Exception {
        var parameters = new HashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                "console",
                "redirect_uri",
                CALLBACK,
                "scope",
                SCOPES,
                "state",
                "state=1&?",
                "nonce",
                "nonce-1",
                "code_challenge",
                challenge(),
                "code_challenge_method",
                "S256"));
        parameters.putAll(changes);
        parameters.values().removeIf(String::isEmpty);
        return http.uri("/platform/oauth2/authorize?" + Http.encode(parameters));
    }

    private static String challenge() throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8)));
    }

    private JWTClaimsSet verified(String compact, String type) throws Exception {
        SignedJWT token = SignedJWT.parse(compact);
        JWKSet keys = JWKSet.parse(http.get("/platform/jwks").raw().body());
        if (type != null) {
            assertThat(token.getHeader().getType().getType()).isEqualTo(type);
        }
        assertThat(token.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey())))
                .isTrue();
        return token.getJWTClaimsSet();
    }

    private String issuer() {
        return http.uri("/platform").toString();
    }
}

package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.authorization.Client;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Mallory has an app of her own in the same vault, with a provider that she runs, and an account in Ada's workspace. The honest
 * app is connected at an honest provider, which asks nobody twice: whoever is sent there comes back with a code.
 *
 * <p>COAT and CORF: Luo et al., "Universal Cross-app Attacks", USENIX Security 2025. COSF: Luo et al., "Demystifying the
 * (In)Security of OAuth-based Account Linking in Connector Ecosystems", IEEE S&amp;P 2026.
 */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class CrossAppAttacksTest {

    TestVault vault;

    @TestHTTPResource
    URI address;

    private ScriptableAuthorizationServer evil;
    private Scene honest;
    private Scene malicious;
    private Browser adas;
    private Browser mallorys;

    @BeforeEach
    void twoAppsInOneVault() {
        evil = ScriptableAuthorizationServer.start(InstantSource.system());
        honest = new Scene(vault, address);
        vault.provider().register(Client.confidential(honest.app, "s3cret", honest.redirectUri()));
        honest.offering("user", withoutIssuer(honest.oauth2()));
        malicious = honest.anotherApp();
        evil.register(Client.confidential(malicious.app, "s3cret", malicious.redirectUri()));
        malicious.offering("user", atEvil(withoutIssuer(malicious.oauth2())));
        adas = honest.browser().signIn(honest.member("ada"));
        mallorys = honest.browser().signIn(honest.member("mallory"));
    }

    @AfterEach
    void closeEvil() {
        evil.close();
    }

    /** The malicious authorization endpoint sends Ada on to the honest one, as the honest app, with the state it was given. */
    @Test
    void coat_honestCodeUnderMaliciousState_reachesNeitherTokenEndpointNorConnection() {
        var state = Scene.query(malicious.begin(adas, malicious.member("ada"), "user"))
                .get("state");
        var honestUrl = honest.begin(mallorys, honest.member("mallory"), "user");
        var before = vault.provider().calls(Endpoint.TOKEN).size();

        var page = adas.visit(honest.agree(with(honestUrl, "state", state)));

        assertRefused(page);
        assertNothingLeaked(before);
        assertNobodyIsConnected();
    }

    /** As before, with the malicious app's redirect URI: the honest provider knows it for no redirect URI of that client. */
    @Test
    void coat_honestClientWithMaliciousRedirectUri_isRefusedByTheProviderForTheUrisAreDistinct() {
        var maliciousUrl = malicious.begin(adas, malicious.member("ada"), "user");
        var honestUrl = honest.begin(mallorys, honest.member("mallory"), "user");
        var crossed = with(
                with(honestUrl, "state", Scene.query(maliciousUrl).get("state")),
                "redirect_uri",
                malicious.redirectUri());

        var answer = new Browser(URI.create(crossed)).visit(crossed);

        assertThat(honest.redirectUri()).isNotEqualTo(malicious.redirectUri());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    /** The malicious app names the honest provider's authorization endpoint and the honest client, and its own token endpoint. */
    @Test
    void coat_maliciousAppUnderTheHonestClient_getsNoCodeToItsTokenEndpoint() {
        var definition = withoutIssuer(malicious.oauth2()).put("client_id", honest.app);
        definition
                .getJsonObject("settings")
                .put("token_url", evil.uri(Endpoint.TOKEN).toString());
        malicious.offering("user", definition);
        var before = vault.provider().calls(Endpoint.TOKEN).size();

        var url = malicious.begin(adas, malicious.member("ada"), "user");
        assertThat(new Browser(URI.create(url)).visit(url).headers().firstValue("Location"))
                .isEmpty();
        var page = adas.visit(honest.agree(with(url, "redirect_uri", honest.redirectUri())));

        assertRefused(page);
        assertNothingLeaked(before);
        assertNobodyIsConnected();
    }

    /** Should a code leak all the same: it is of no use in Mallory's own flow with the honest app. */
    @Test
    void coat_stolenCodeInTheAttackersOwnFlow_isRefused() {
        var stolen = Scene.query(honest.agree(honest.begin(adas, honest.member("ada"), "user")))
                .get("code");
        var own = honest.begin(mallorys, honest.member("mallory"), "user");

        assertRefused(mallorys.visit(callback(honest, stolen, Scene.query(own).get("state"))));
        assertNobodyIsConnected();
    }

    /** The malicious authorization endpoint answers at the honest app's redirect URI, with a code of Mallory's account there. */
    @Test
    void corf_attackersCodeAtTheHonestRedirectUri_connectsNothing() {
        var attackers = Scene.query(honest.agree(honest.begin(mallorys, honest.member("mallory"), "user")))
                .get("code");
        var state = Scene.query(malicious.begin(adas, malicious.member("ada"), "user"))
                .get("state");
        var before = vault.provider().calls(Endpoint.TOKEN).size();

        var page = adas.visit(callback(honest, attackers, state));

        assertRefused(page);
        assertNothingLeaked(before);
        assertNobodyIsConnected();
    }

    @Test
    void corf_whereTheVictimIsConnected_putsNothingInItsPlace() {
        honest.connect(adas, honest.member("ada"), "user");
        var value = honest.connected("user", "ada").getString("value");
        var attackers = Scene.query(honest.agree(honest.begin(mallorys, honest.member("mallory"), "user")))
                .get("code");
        var state = Scene.query(malicious.begin(adas, malicious.member("ada"), "user"))
                .get("state");

        assertRefused(adas.visit(callback(honest, attackers, state)));

        assertThat(honest.connected("user", "ada").getString("value")).isEqualTo(value);
        assertThat(honest.connected("user", "ada").getLong("generation")).isEqualTo(1);
    }

    /** Mallory begins and sends Ada the provider's address; Ada, signed in to the platform, agrees. */
    @Test
    void cosf_authorizationBegunByAttacker_isNotFinishedByTheVictim() {
        var url = honest.begin(mallorys, honest.member("mallory"), "user");
        var before = vault.provider().calls(Endpoint.TOKEN).size();

        var page = adas.visit(honest.agree(url));

        assertThat(page.statusCode()).isEqualTo(403);
        assertNothingLeaked(before);
        assertNobodyIsConnected();
    }

    /** The same in a browser that nobody is signed in with, as where an app opens an external one. */
    @Test
    void cosf_victimsBrowserWithoutASession_isNotTakenForTheAttackers() {
        var url = honest.begin(mallorys, honest.member("mallory"), "user");
        var before = vault.provider().calls(Endpoint.TOKEN).size();
        var external = honest.browser();

        var callback = honest.agree(url);

        assertThat(external.visit(callback).statusCode()).isEqualTo(401);
        assertThat(mallorys.visit(callback).statusCode())
                .as("the state is used up, so that the code cannot be finished by whoever began")
                .isEqualTo(400);
        assertNothingLeaked(before);
        assertNobodyIsConnected();
    }

    /** The variant with an address of the client's own, ahead of the provider's, that would bring its session along. */
    @Test
    void cosf_promptLinkOfTheAttacker_bringsNoSessionAlong() {
        var prompt =
                "/connect/" + new JsonObject(honest.lookUp("user", "mallory").body()).getString("prompt_id");

        for (var victims : List.of(adas, honest.browser())) {
            var page = victims.visit(prompt);

            assertThat(page.statusCode()).isIn(401, 403);
            assertThat(page.headers().firstValue("Location")).isEmpty();
            assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
        }
        assertThat(honest.sql("select count(*) from authorization_flow where app = ?", honest.app))
                .isEqualTo(0L);
    }

    /** Mallory even gets her flow's cookie into Ada's browser, which is signed in as Ada. */
    @Test
    void cosf_flowCookieOfTheAttackerPlantedInTheVictimsBrowser_isNotEnough() {
        var url = honest.begin(mallorys, honest.member("mallory"), "user");
        mallorys.cookiesAt("/callback").forEach((name, value) -> {
            if (name.startsWith("gk-browser-")) {
                adas.keep(name, value);
            }
        });

        assertThat(adas.visit(honest.agree(url)).statusCode()).isEqualTo(403);
        assertNobodyIsConnected();
    }

    private void assertNobodyIsConnected() {
        for (var user : List.of("ada", "mallory")) {
            honest.assertNotConnected("user", user);
            malicious.assertNotConnected("user", user);
        }
    }

    /** No token endpoint was called, Mallory's or the honest one. */
    private void assertNothingLeaked(int honestCallsBefore) {
        assertThat(evil.calls(Endpoint.TOKEN)).isEmpty();
        assertThat(vault.provider().calls(Endpoint.TOKEN)).hasSize(honestCallsBefore);
    }

    private static void assertRefused(HttpResponse<String> page) {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(400);
        assertThat(page.headers().firstValue("Location")).isEmpty();
    }

    /** The attacks are kept off without RFC 9207, too, which many providers do not speak. */
    private static JsonObject withoutIssuer(JsonObject definition) {
        definition.getJsonObject("settings").remove("issuer");
        return definition;
    }

    private JsonObject atEvil(JsonObject definition) {
        definition
                .getJsonObject("settings")
                .put("authorization_url", evil.uri(Endpoint.AUTHORIZATION).toString())
                .put("token_url", evil.uri(Endpoint.TOKEN).toString());
        return definition;
    }

    private static String callback(Scene at, String code, String state) {
        return at.redirectUri() + "?code=" + encoded(code) + "&state=" + encoded(state);
    }

    private static String with(String url, String parameter, String value) {
        return url.replaceAll("(?<=[?&])" + parameter + "=[^&]*", parameter + "=" + encoded(value));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthorizationRequestTest {
    private static final URI CALLBACK = URI.create("https://vault.example/callback/app?x=1");
    private static final Token STATE = Token.of("st&te");
    private static final Pkce PKCE = new Pkce(Token.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));

    @Test
    void url_core_hasEveryParameterOnce() {
        URI url = request(settings("https://p.example/authorize"), List.of("read", "write:all"))
                .url();

        assertThat(url)
                .hasToString("https://p.example/authorize?response_type=code&client_id=our%20id"
                        + "&redirect_uri=https%3A%2F%2Fvault.example%2Fcallback%2Fapp%3Fx%3D1"
                        + "&scope=read%20write%3Aall&state=st%26te"
                        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
    }

    @Test
    void url_endpointHasQuery_isKept() {
        assertThat(request(settings("https://p.example/authorize?tenant=a%2Fb"), List.of())
                        .url()
                        .toString())
                .startsWith("https://p.example/authorize?tenant=a%2Fb&response_type=code&");
    }

    @Test
    void url_endpointHasEmptyQuery_isContinued() {
        assertThat(request(settings("https://p.example/authorize?"), List.of())
                        .url()
                        .toString())
                .startsWith("https://p.example/authorize?response_type=code&");
    }

    @Test
    void url_noScopes_leavesScopeOut() {
        assertThat(query(request(settings("https://p.example/authorize"), List.of())))
                .doesNotContainKey("scope");
    }

    @Test
    void url_otherSeparator_joinsScopesWithIt() {
        ProviderSettings settings = builder("https://p.example/authorize")
                .scopes(List.of("a", "b"))
                .scopeSeparator(",")
                .build(UrlPolicy.HTTPS_ONLY);

        assertThat(query(request(settings, settings.scopes()))).containsEntry("scope", "a,b");
    }

    @Test
    void url_staticParameters_areSent() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("access_type", "offline");
        parameters.put("prompt", "consent");
        ProviderSettings settings = builder("https://p.example/authorize")
                .authorizationParameters(parameters)
                .build(UrlPolicy.HTTPS_ONLY);

        assertThat(request(settings, List.of()).url().toString())
                .startsWith("https://p.example/authorize?access_type=offline&prompt=consent&response_type=code&");
    }

    @Test
    void url_pkceOff_sendsNoChallenge() {
        ProviderSettings settings =
                builder("https://p.example/authorize").pkce(false).build(UrlPolicy.HTTPS_ONLY);
        AuthorizationRequest request =
                new AuthorizationRequest(settings, "id", CALLBACK, STATE, List.of(), Optional.empty());

        assertThat(query(request)).doesNotContainKeys("code_challenge", "code_challenge_method");
    }

    @Test
    void request_pkceMissing_refused() {
        assertThatThrownBy(() -> new AuthorizationRequest(
                        settings("https://p.example/authorize"), "id", CALLBACK, STATE, List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void request_noAuthorizationUrl_refusedNamingTheField() {
        ProviderSettings settings =
                ProviderSettings.builder(URI.create("https://p.example/token")).build(UrlPolicy.HTTPS_ONLY);

        assertThatThrownBy(() -> request(settings, List.of()))
                .isInstanceOfSatisfying(InvalidSettings.class, fault -> assertThat(fault.field())
                        .isEqualTo("authorization_url"));
    }

    @Test
    void toString_request_showsNeitherStateNorVerifier() {
        assertThat(request(settings("https://p.example/authorize"), List.of()).toString())
                .doesNotContain("st&te")
                .doesNotContain("dBjft");
    }

    private static Map<String, String> query(AuthorizationRequest request) {
        return FormEncoding.decode(request.url().getRawQuery());
    }

    private static AuthorizationRequest request(ProviderSettings settings, List<String> scopes) {
        return new AuthorizationRequest(settings, "our id", CALLBACK, STATE, scopes, Optional.of(PKCE));
    }

    private static ProviderSettings settings(String authorizationUrl) {
        return builder(authorizationUrl).build(UrlPolicy.HTTPS_ONLY);
    }

    private static ProviderSettingsBuilder builder(String authorizationUrl) {
        return ProviderSettings.builder(URI.create("https://p.example/token"))
                .authorizationUrl(URI.create(authorizationUrl));
    }
}

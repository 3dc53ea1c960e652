package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorizationResponseTest {
    private static final Map<String, List<String>> GRANTED = Map.of("code", List.of("c"), "state", List.of("s"));

    @Test
    void parse_code_granted() {
        assertThat(AuthorizationResponse.parse(GRANTED, settings(Optional.empty())))
                .isEqualTo(new AuthorizationResponse.Granted(Token.of("s"), Optional.empty(), Token.of("c"), Map.of()));
    }

    @Test
    void parse_codeByAnotherName_granted() {
        ProviderSettings settings = ProviderSettings.fromJson(
                new JsonObject()
                        .put("authorization_url", "https://p.example/authorize")
                        .put("token_url", "https://p.example/token")
                        .put("code_parameter", "auth_code"),
                UrlPolicy.HTTPS_ONLY);

        assertThat(AuthorizationResponse.parse(Map.of("auth_code", List.of("c"), "state", List.of("s")), settings))
                .isEqualTo(new AuthorizationResponse.Granted(Token.of("s"), Optional.empty(), Token.of("c"), Map.of()));
        assertThatThrownBy(() -> AuthorizationResponse.parse(GRANTED, settings)).isInstanceOf(InvalidCallback.class);
    }

    @Test
    void parse_knownError_refused() {
        assertThat(AuthorizationResponse.parse(
                        Map.of("error", List.of("access_denied"), "state", List.of("s")), settings(Optional.empty())))
                .isEqualTo(new AuthorizationResponse.Refused(Token.of("s"), Optional.empty(), "access_denied"));
    }

    @Test
    void parse_providersOwnText_isNotRepeated() {
        String markup = "<script>alert(1)</script>";
        AuthorizationResponse response = AuthorizationResponse.parse(
                Map.of("error", List.of(markup), "error_description", List.of(markup), "state", List.of("s")),
                settings(Optional.empty()));

        assertThat(response)
                .isEqualTo(new AuthorizationResponse.Refused(Token.of("s"), Optional.empty(), "other_error"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void parse_noAnswerToARequest_refusedWithoutRepeatingIt(Map<String, List<String>> query) {
        assertThatThrownBy(() -> AuthorizationResponse.parse(query, settings(Optional.empty())))
                .isInstanceOf(InvalidCallback.class)
                .hasMessageNotContaining("secret");
    }

    private static Stream<Map<String, List<String>>> malformed() {
        return Stream.of(
                Map.of(),
                Map.of("code", List.of("secret")),
                Map.of("state", List.of("secret")),
                Map.of("code", List.of(""), "state", List.of("secret")),
                Map.of("code", List.of("secret"), "state", List.of("")),
                Map.of("code", List.of("secret"), "state", List.of("secret", "s")),
                Map.of("code", List.of("secret", "secret"), "state", List.of("s")),
                Map.of("code", List.of("secret"), "error", List.of("access_denied"), "state", List.of("s")),
                Map.of("code", List.of("secret".repeat(2000)), "state", List.of("s")),
                Map.of("code", List.of("c"), "state", List.of("s"), "iss", List.of("https://a", "https://b")));
    }

    @Test
    void isFrom_noIssuerStated_anyIssuerPasses() {
        assertThat(AuthorizationResponse.parse(GRANTED, settings(Optional.empty()))
                        .isFrom(settings(Optional.empty())))
                .isTrue();
        assertThat(from("https://elsewhere.example").isFrom(settings(Optional.empty())))
                .isTrue();
    }

    @Test
    void isFrom_statedIssuer_mustBeNamedExactly() {
        ProviderSettings settings = settings(Optional.of("https://p.example/"));

        assertThat(from("https://p.example/").isFrom(settings)).isTrue();
        assertThat(from("https://p.example").isFrom(settings)).isFalse();
        assertThat(from("https://P.example/").isFrom(settings)).isFalse();
        assertThat(from("https://attacker.example/").isFrom(settings)).isFalse();
    }

    @Test
    void isFrom_statedIssuerAndNoneSent_refused() {
        assertThat(AuthorizationResponse.parse(GRANTED, settings(Optional.empty()))
                        .isFrom(settings(Optional.of("https://p.example"))))
                .isFalse();
    }

    private static AuthorizationResponse from(String issuer) {
        return AuthorizationResponse.parse(
                Map.of("code", List.of("c"), "state", List.of("s"), "iss", List.of(issuer)),
                settings(Optional.empty()));
    }

    private static ProviderSettings settings(Optional<String> issuer) {
        ProviderSettingsBuilder builder = ProviderSettings.builder(URI.create("https://p.example/token"));
        issuer.map(URI::create).ifPresent(builder::issuer);
        return builder.build(UrlPolicy.HTTPS_ONLY);
    }
}

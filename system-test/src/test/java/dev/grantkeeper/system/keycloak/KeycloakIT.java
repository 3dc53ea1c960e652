package dev.grantkeeper.system.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("faults")
class KeycloakIT {

    private static final String REDIRECT_URI = "http://127.0.0.1:1/callback/platform/app";

    private KeycloakServer keycloak;

    @Test
    void keycloak_refreshTokenUsedTwice_endsItsSessionAndNoOther(@TempDir Path directory) throws Exception {
        try (var server = KeycloakServer.start(
                KeycloakServer.distribution(), directory.resolve("kc.log"), Duration.ofSeconds(20))) {
            keycloak = server;
            var one = login();
            var another = login();
            assertThat(one.path("expires_in").asInt()).isEqualTo(20);

            var renewed = refresh(one);
            assertThat(renewed.has("refresh_token")).isTrue();
            assertThat(refresh(one).path("error").asText()).isEqualTo("invalid_grant");

            assertThat(refresh(renewed).path("error").asText()).isEqualTo("invalid_grant");
            assertThat(refresh(another).has("refresh_token")).isTrue();
        }
    }

    private JsonNode login() throws Exception {
        var request = keycloak.settings().get("authorization_url") + "?"
                + form(Map.of(
                        "response_type",
                        "code",
                        "client_id",
                        keycloak.clientId(),
                        "redirect_uri",
                        REDIRECT_URI,
                        "scope",
                        "openid"));
        var back = keycloak.person().authorize(URI.create(request));
        assertThat(back.toString()).startsWith(REDIRECT_URI);
        String code = back.getRawQuery().replaceFirst(".*code=([^&]*).*", "$1");
        return token(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                URLDecoder.decode(code, UTF_8),
                "redirect_uri",
                REDIRECT_URI));
    }

    private JsonNode refresh(JsonNode tokens) throws Exception {
        return token(Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                tokens.path("refresh_token").asText()));
    }

    private JsonNode token(Map<String, String> fields) throws Exception {
        String credentials = "&client_id=" + keycloak.clientId() + "&client_secret=" + keycloak.clientSecret();
        var request = HttpRequest.newBuilder(
                        URI.create((String) keycloak.settings().get("token_url")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(fields) + credentials))
                .build();
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}

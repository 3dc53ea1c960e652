package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapturesTest {
    private static final String CLAIMS = Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"sub\":\"u-7\"}".getBytes(StandardCharsets.UTF_8));

    @Test
    void answer_nestedAndListed_isKept() {
        var captures = captures("""
                {"team": {"token": "team.id"}, "host": {"token": "sites.0.url"}, "number": {"token": "realm"},
                 "person": {"id_token": "sub"}, "missing": {"token": "nothing.here"}}""");
        var answer = new JsonObject("""
                {"team": {"id": "T1"}, "sites": [{"url": "https://a.example"}], "realm": 42, "access_token": "secret"}""").put("id_token", "e30." + CLAIMS + ".sig");

        assertThat(captures.ofAnswer(answer))
                .isEqualTo(Map.of("team", "T1", "host", "https://a.example", "number", "42", "person", "u-7"));
    }

    @Test
    void callback_oneValue_isKept() {
        var captures = captures("{\"realm\": {\"callback\": \"realmId\"}, \"team\": {\"token\": \"team.id\"}}");

        assertThat(captures.ofCallback(Map.of("realmId", List.of("9"), "team", List.of("x"))))
                .isEqualTo(Map.of("realm", "9"));
        assertThat(captures.ofCallback(Map.of("realmId", List.of("9", "10")))).isEmpty();
    }

    @Test
    void template_partsKnown_isPutTogether() {
        var captures = captures("""
                {"region": {"token": "region"}, "api_url": {"template": "https://{region}.example.com/v2"},
                 "site": {"template": "https://{site_name}.example.com"}}""");

        assertThat(captures.completed(Map.of("region", "eu", "undeclared", "x")))
                .isEqualTo(Map.of("region", "eu", "api_url", "https://eu.example.com/v2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"team\": {}}",
                "{\"team\": [\"x\"]}",
                "{\"team\": [\"" + "LONG" + "\"]}",
                "{\"team\": null}",
                "{\"team\": \" \"}",
                "{\"team\": \"a\\u0000b\"}"
            })
    void answer_anythingElseThanAShortText_isNotKept(String answer) {
        var captures = captures("{\"team\": {\"token\": \"team\"}}");

        assertThat(captures.ofAnswer(new JsonObject(answer.replace("[\"LONG\"]", "\"" + "x".repeat(513) + "\""))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\": {\"token\": \"access_token\"}}",
                "{\"t\": {\"token\": \"data.refresh_token\"}}",
                "{\"t\": {\"callback\": \"code\"}}",
                "{\"t\": {\"token\": \"a\", \"callback\": \"b\"}}",
                "{\"t\": {\"header\": \"a\"}}",
                "{\"t\": \"a\"}",
                "{\"T\": {\"token\": \"a\"}}",
                "{\"t\": {\"token\": \"a b\"}}"
            })
    void declared_secretOrMalformed_isRefused(String captures) {
        assertThatThrownBy(() -> captures(captures))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("captures.");
    }

    @Test
    void account_thatIsNotCaptured_isRefused() {
        var json = settings("{\"t\": {\"token\": \"a\"}}").put("account", "other");

        assertThatThrownBy(() -> ProviderSettings.fromJson(json, UrlPolicy.HTTPS_ONLY))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("account must be the name of one of the captures");
    }

    @Test
    void json_readAndWritten_isTheSame() {
        var json = settings("{\"t\": {\"id_token\": \"sub\"}, \"u\": {\"callback\": \"realmId\"}}")
                .put("account", "t");

        var settings = ProviderSettings.fromJson(json, UrlPolicy.HTTPS_ONLY);

        assertThat(ProviderSettings.fromJson(settings.toJson(), UrlPolicy.HTTPS_ONLY))
                .isEqualTo(settings);
        assertThat(settings.account()).contains("t");
    }

    private static Captures captures(String captures) {
        return ProviderSettings.fromJson(settings(captures), UrlPolicy.HTTPS_ONLY)
                .answerShape()
                .captures();
    }

    private static JsonObject settings(String captures) {
        return new JsonObject()
                .put("authorization_url", "https://a.example/authorize")
                .put("token_url", "https://a.example/token")
                .put("captures", new JsonObject(captures));
    }
}

package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeClassifierTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String JSON = "application/json;charset=UTF-8";
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
    private static final String HTML = "text/html";
    private static final Token SECRET = Token.of("at-1");

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void classify_answer_outcome(String name, int status, String type, String body, Outcome expected) {
        assertThat(classify(status, body, "Content-Type", type)).isEqualTo(expected);
    }

    private static Stream<Arguments> answers() {
        return Stream.of(
                arguments("token alone", 200, JSON, "{'access_token':'at-1'}", renewed()),
                arguments("token with 201", 201, JSON, "{'access_token':'at-1'}", renewed()),
                arguments("token as text/html", 200, HTML, "{'access_token':'at-1'}", renewed()),
                arguments("token after white space", 200, JSON, "\n {'access_token':'at-1'} ", renewed()),
                arguments("token and an empty error", 200, JSON, "{'access_token':'at-1','error':''}", renewed()),
                arguments("token and a null error", 200, JSON, "{'access_token':'at-1','error':null}", renewed()),
                arguments("token with ok", 200, JSON, "{'ok':true,'access_token':'at-1'}", renewed()),
                arguments("token in a form", 200, FORM, "access_token=at-1&token_type=bearer", renewed()),
                arguments("token in a form called text", 200, "text/plain", "access_token=at-1", renewed()),
                arguments(
                        "null refresh token is none",
                        200,
                        JSON,
                        "{'access_token':'at-1','refresh_token':null}",
                        renewed()),
                arguments(
                        "empty refresh token is none",
                        200,
                        JSON,
                        "{'access_token':'at-1','refresh_token':''}",
                        renewed()),
                arguments(
                        "everything in JSON",
                        200,
                        JSON,
                        "{'access_token':'at-1','refresh_token':'rt-2','expires_in':3600,'scope':'read write',"
                                + "'refresh_token_expires_in':86400,'token_type':'Bearer'}",
                        renewed("rt-2", 3600, List.of("read", "write"), 86400)),
                arguments(
                        "everything in a form",
                        200,
                        FORM,
                        "access_token=at-1&refresh_token=rt-2&expires_in=28800&scope=repo%2Cgist"
                                + "&refresh_token_expires_in=15897600",
                        renewed("rt-2", 28800, List.of("repo", "gist"), 15897600)),
                arguments(
                        "expiry as text, scopes as a list",
                        200,
                        JSON,
                        "{'access_token':'at-1','refresh_token':'rt-2','expires_in':'3599','scope':['a','b'],"
                                + "'refresh_expires_in':1800}",
                        renewed("rt-2", 3599, List.of("a", "b"), 1800)),
                arguments("success without a token", 200, JSON, "{}", unknown("no_access_token")),
                arguments("success with another token", 200, JSON, "{'id_token':'x'}", unknown("no_access_token")),
                arguments("token is null", 200, JSON, "{'access_token':null}", unknown("no_access_token")),
                arguments("token is blank", 200, JSON, "{'access_token':' '}", unknown("no_access_token")),
                arguments("token is a number", 200, JSON, "{'access_token':17}", unknown("no_access_token")),
                arguments("no content", 204, JSON, "", unknown("unreadable_answer")),
                arguments("truncated JSON", 200, JSON, "{'access_token':'at-1','refre", unknown("unreadable_answer")),
                arguments("truncated refusal", 400, JSON, "{'error':'invalid_gra", failed("unreadable_answer")),
                arguments("a JSON list", 200, JSON, "[{'access_token':'at-1'}]", unknown("unreadable_answer")),
                arguments("a JSON string", 200, JSON, "'at-1'", unknown("unreadable_answer")),
                arguments("a login page", 200, HTML, "<!DOCTYPE html><p>Sign in", failed("html")),
                arguments("a page called JSON", 200, JSON, "\n<html>", failed("html")),
                arguments("a firewall's page", 403, HTML, "<html>Blocked", failed("html")),
                arguments("form of nothing we know", 200, FORM, "hello", unknown("no_access_token")),
                arguments(
                        "GitHub: bad refresh token",
                        200,
                        JSON,
                        error("bad_refresh_token"),
                        rejected("bad_refresh_token")),
                arguments(
                        "GitHub: bad refresh token in a form",
                        200,
                        FORM,
                        "error=bad_refresh_token&error_description=The+refresh+token+passed",
                        rejected("bad_refresh_token")),
                arguments(
                        "GitHub: bad code",
                        200,
                        JSON,
                        error("bad_verification_code"),
                        rejected("bad_verification_code")),
                arguments(
                        "GitHub: wrong secret",
                        200,
                        JSON,
                        error("incorrect_client_credentials"),
                        misconfigured("incorrect_client_credentials")),
                arguments(
                        "Slack: dead refresh token",
                        200,
                        JSON,
                        "{'ok':false,'error':'invalid_refresh_token'}",
                        rejected("invalid_refresh_token")),
                arguments(
                        "Slack: wrong secret",
                        200,
                        JSON,
                        "{'ok':false,'error':'bad_client_secret'}",
                        misconfigured("bad_client_secret")),
                arguments("Slack: too often", 200, JSON, "{'ok':false,'error':'ratelimited'}", throttled()),
                arguments("Slack: not ok, no reason", 200, JSON, "{'ok':false}", failed("other_error")),
                arguments(
                        "Slack: not ok, yet a token",
                        200,
                        JSON,
                        "{'ok':false,'access_token':'at-1','error':'fatal_error'}",
                        unknown("fatal_error")),
                arguments("dead grant", 400, JSON, error("invalid_grant"), rejected("invalid_grant")),
                arguments("dead grant with 401", 401, JSON, error("invalid_grant"), rejected("invalid_grant")),
                arguments("dead grant with 403", 403, JSON, error("invalid_grant"), rejected("invalid_grant")),
                arguments("dead grant in a 200", 200, JSON, error("invalid_grant"), rejected("invalid_grant")),
                arguments("dead grant in a form", 400, FORM, "error=invalid_grant", rejected("invalid_grant")),
                arguments(
                        "a token in a refusal is none",
                        400,
                        JSON,
                        "{'access_token':'at-1','error':'invalid_grant'}",
                        rejected("invalid_grant")),
                arguments("wrong client", 401, JSON, error("invalid_client"), misconfigured("invalid_client")),
                arguments("wrong client with 400", 400, JSON, error("invalid_client"), misconfigured("invalid_client")),
                arguments(
                        "Keycloak: wrong secret",
                        401,
                        JSON,
                        error("unauthorized_client"),
                        misconfigured("unauthorized_client")),
                arguments("too often", 429, JSON, "", throttled()),
                arguments("too often beats dead grant", 429, JSON, error("invalid_grant"), throttled()),
                arguments("too often beats a token", 429, JSON, "{'access_token':'at-1'}", throttled()),
                arguments("slow down in a 400", 400, JSON, error("slow_down"), throttled()),
                arguments("server error", 500, JSON, "{}", failed("server_error")),
                arguments("bad gateway", 502, HTML, "<html>", failed("server_error")),
                arguments("unavailable", 503, "text/plain", "come back later", failed("server_error")),
                arguments("gateway timeout", 504, HTML, "", unknown("gateway_timeout")),
                arguments("server error beats dead grant", 500, JSON, error("invalid_grant"), failed("server_error")),
                arguments(
                        "server error beats wrong client", 500, JSON, error("invalid_client"), failed("server_error")),
                arguments("server error with a token", 500, JSON, "{'access_token':'at-1'}", failed("server_error")),
                arguments(
                        "temporarily unavailable",
                        400,
                        JSON,
                        error("temporarily_unavailable"),
                        failed("temporarily_unavailable")),
                arguments(
                        "Hydra: lost a race",
                        400,
                        JSON,
                        "{'error':'invalid_request','error_description':'multiple concurrent requests'}",
                        failed("invalid_request")),
                arguments("scope refused", 400, JSON, error("invalid_scope"), failed("invalid_scope")),
                arguments(
                        "grant type refused",
                        400,
                        JSON,
                        error("unsupported_grant_type"),
                        failed("unsupported_grant_type")),
                arguments("unknown error", 400, JSON, error("teapot"), failed("other_error")),
                arguments("error in another case", 400, JSON, error("Invalid_Grant"), rejected("invalid_grant")),
                arguments(
                        "Meta: error object",
                        400,
                        JSON,
                        "{'error':{'message':'Session expired','type':'OAuthException','code':190}}",
                        failed("other_error")),
                arguments("error object in a 200", 200, JSON, "{'error':{'code':190}}", failed("other_error")),
                arguments("refusal without an error", 400, JSON, "{'message':'no'}", failed("other_error")),
                arguments("not found", 404, "text/plain", "no such page", failed("other_error")),
                arguments("method not allowed", 405, JSON, "{}", failed("other_error")),
                arguments("redirect", 302, HTML, "", failed("redirect")),
                arguments("redirect with a token", 307, JSON, "{'access_token':'at-1'}", failed("redirect")),
                arguments("no media type", 200, "", "access_token=at-1", unknown("unreadable_answer")),
                arguments("half an escape in a form", 200, FORM, "access_token=at-1&x=%2", renewed()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("waits")
    void classify_retryAfter_isReadAndCapped(int status, String header, Outcome expected) {
        assertThat(classify(status, "", "Retry-After", header)).isEqualTo(expected);
    }

    private static Stream<Arguments> waits() {
        return Stream.of(
                arguments(429, "30", throttled(30)),
                arguments(429, " 30 ", throttled(30)),
                arguments(429, "3600", throttled(3600)),
                arguments(429, "86400", throttled(3600)),
                arguments(429, "99999999999999999999", throttled()),
                arguments(429, "Mon, 23 Nov 2026 10:02:00 GMT", throttled(120)),
                arguments(429, "Mon, 23 Nov 2026 23:00:00 GMT", throttled(3600)),
                arguments(429, "Mon, 23 Nov 2026 09:59:00 GMT", throttled()),
                arguments(429, "0", throttled()),
                arguments(429, "-5", throttled()),
                arguments(429, "soon", throttled()),
                arguments(503, "30", throttled(30)),
                arguments(503, "soon", failed("server_error")),
                arguments(502, "30", failed("server_error")));
    }

    @Test
    void classify_providerEchoesTheTokenEverywhere_isNeverRepeated() {
        String token = "rt-very-secret";
        List<Outcome> outcomes = List.of(
                classify(400, error(token), "Content-Type", JSON),
                classify(400, "{'error':'invalid_grant','error_description':'" + token + "'}", "Content-Type", JSON),
                classify(400, "{'" + token + "':1}", "Content-Type", JSON),
                classify(200, token, "Content-Type", "text/plain"),
                classify(200, "<p>" + token, "Content-Type", HTML),
                classify(429, "", "Retry-After", token),
                classify(302, "", "Location", "https://elsewhere.example/?t=" + token),
                classify(
                        200, "{'access_token':'" + token + "','refresh_token':'" + token + "'}", "Content-Type", JSON));

        assertThat(outcomes).extracting(Outcome::toString).noneMatch(text -> text.contains(token));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Invalid Refresh Token|dead_grant",
                "service.not_authorized|dead_grant",
                "190|190",
                "TOKEN_REVOKED|token_revoked",
                "invalid_grant|invalid_grant"
            })
    void classify_errorThatSettingsName_isRejectedByAWord(String error, String word) {
        assertThat(named(error)).isEqualTo(rejected(word));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "invalid_request, Invalid refresh token, dead_grant",
        "invalid_request, refresh_token is missing, ",
        "invalid_request, , ",
        "invalid_grant, Invalid refresh token, invalid_grant"
    })
    void classify_descriptionThatSettingsName_isRejectedWhateverTheCode(String error, String says, String word) {
        var outcome = named(new JsonObject().put("message", error).put("error_description", says));

        assertThat(outcome).isEqualTo(word == null ? failed("invalid_request") : rejected(word));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"invalid refresh token.", "refresh token", "dead_grant", "invalid_request", ""})
    void classify_errorThatSettingsDoNotName_isNoRejection(String error) {
        assertThat(named(error)).isInstanceOf(Outcome.Transient.class);
    }

    private static Outcome named(String error) {
        return named(new JsonObject().put("error", "Bad Request").put("message", error));
    }

    private static Outcome named(JsonObject answer) {
        var settings = new JsonObject()
                .put("authorization_url", "https://p.example/authorize")
                .put("token_url", "https://p.example/token")
                .put("response", new JsonObject().put("error", "message"))
                .put(
                        "dead_grant_errors",
                        new JsonArray()
                                .add("invalid refresh token")
                                .add("service.not_authorized")
                                .add("190")
                                .add("token_revoked"));
        return OutcomeClassifier.classify(
                ProviderSettings.fromJson(settings, UrlPolicy.HTTPS_ONLY).answerShape(),
                400,
                MultiMap.caseInsensitiveMultiMap(),
                answer.toBuffer(),
                NOW);
    }

    @Test
    void classify_deeplyNestedJson_isUnreadable() {
        assertThat(classify(200, "{'a':" + "[".repeat(30_000), "Content-Type", JSON))
                .isEqualTo(unknown("unreadable_answer"));
    }

    @Test
    void classify_notUtf8_isUnreadable() {
        Buffer bytes = Buffer.buffer(new byte[] {'{', (byte) 0xff, (byte) 0xfe, 0});

        assertThat(OutcomeClassifier.classify(
                        AnswerShape.STANDARD, 200, MultiMap.caseInsensitiveMultiMap(), bytes, NOW))
                .isEqualTo(unknown("unreadable_answer"));
    }

    private static Outcome classify(int status, String body, String header, String value) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (!value.isEmpty()) {
            headers.add(header.toLowerCase(), value);
        }
        return OutcomeClassifier.classify(
                AnswerShape.STANDARD, status, headers, Buffer.buffer(body.replace('\'', '"')), NOW);
    }

    private static String error(String code) {
        return "{'error':'" + code + "'}";
    }

    private static Outcome renewed() {
        return new Outcome.Renewed(SECRET, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Outcome renewed(String refreshToken, long seconds, List<String> scopes, long refreshSeconds) {
        return new Outcome.Renewed(
                SECRET,
                Optional.of(Token.of(refreshToken)),
                Optional.of(Duration.ofSeconds(seconds)),
                Optional.of(scopes),
                Optional.of(Duration.ofSeconds(refreshSeconds)));
    }

    private static Outcome rejected(String error) {
        return new Outcome.Rejected(error);
    }

    private static Outcome misconfigured(String error) {
        return new Outcome.Misconfigured(error);
    }

    private static Outcome throttled() {
        return new Outcome.Throttled(Optional.empty());
    }

    private static Outcome throttled(long seconds) {
        return new Outcome.Throttled(Optional.of(Duration.ofSeconds(seconds)));
    }

    private static Outcome unknown(String reason) {
        return new Outcome.Unknown(reason);
    }

    private static Outcome failed(String reason) {
        return new Outcome.Transient(reason, false);
    }
}

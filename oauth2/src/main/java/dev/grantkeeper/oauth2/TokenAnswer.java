package dev.grantkeeper.oauth2;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A token endpoint's body: JSON whatever its media type says, else a form (GitHub unless asked otherwise). */
record TokenAnswer(JsonObject json) {
    /** LinkedIn, GitHub and others; Keycloak, TikTok and Airtable; Intuit. */
    private static final List<String> REFRESH_TOKEN_LIFETIME =
            List.of("refresh_token_expires_in", "refresh_expires_in", "x_refresh_token_expires_in");

    /** @param shape what it is brought into the standard's shape from */
    static Optional<TokenAnswer> read(MultiMap headers, Buffer body, AnswerShape shape) {
        return fields(headers, body).map(shape::standard).map(TokenAnswer::new);
    }

    private static Optional<JsonObject> fields(MultiMap headers, Buffer body) {
        String text = body.toString().trim();
        if (text.startsWith("{")) {
            try {
                return Optional.of(new JsonObject(text));
            } catch (DecodeException notJson) {
                return Optional.empty();
            }
        }
        String type =
                Optional.ofNullable(headers.get("Content-Type")).orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("text/plain")) {
            JsonObject fields = new JsonObject();
            FormEncoding.decode(text).forEach(fields::put);
            return Optional.of(fields);
        }
        return Optional.empty();
    }

    Optional<Token> accessToken() {
        return text("access_token").map(Token::of);
    }

    /** The error code in lower case; empty text if there is an error without a code that we know. */
    Optional<String> error() {
        return text("error")
                .map(TokenAnswer::lower)
                .or(this::misplacedCode)
                .or(() -> hasError() ? Optional.of("") : Optional.empty());
    }

    /** In lower case. Anything may stand there, a token too. */
    Optional<String> errorDescription() {
        return text("error_description").map(TokenAnswer::lower);
    }

    /** Slack's and others' way of saying that a 200 is a failure. */
    boolean saysNotOk() {
        return Boolean.FALSE.equals(json.getValue("ok")) || Boolean.FALSE.equals(json.getValue("success"));
    }

    /** Where HubSpot ({@code status}) and Fitbit ({@code errors}) put the code; anything may stand there, so only ours count. */
    private Optional<String> misplacedCode() {
        Stream<Object> listed = json.getValue("errors") instanceof JsonArray errors ? errors.stream() : Stream.empty();
        Stream<Object> types =
                listed.map(error -> error instanceof JsonObject object ? object.getValue("errorType") : "");
        return Stream.concat(Stream.of(json.getValue("status", "")), types)
                .filter(String.class::isInstance)
                .map(code -> lower((String) code))
                .filter(ErrorCode::isKnown)
                .findFirst();
    }

    private boolean hasError() {
        return saysNotOk()
                || json.getValue("error") instanceof JsonObject
                || json.getValue("errcode") instanceof Number code && code.intValue() != 0;
    }

    Outcome.Renewed renewed(Token accessToken, Instant now, Captures captures) {
        return new Outcome.Renewed(
                accessToken,
                text("refresh_token").map(Token::of),
                Expiry.stated(json, accessToken, now),
                scopes(),
                REFRESH_TOKEN_LIFETIME.stream()
                        .flatMap(field -> Expiry.seconds(json.getValue(field)).stream())
                        .findFirst(),
                captures.ofAnswer(json));
    }

    private Optional<List<String>> scopes() {
        if (json.getValue("scope") instanceof JsonArray array) {
            return Optional.of(array.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList());
        }
        return text("scope")
                .map(text -> text.contains(" ") ? text.split("\\s+") : text.split(","))
                .map(names -> Arrays.stream(names)
                        .map(String::trim)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    private static String lower(String code) {
        return code.toLowerCase(Locale.ROOT);
    }

    private Optional<String> text(String name) {
        return json.getValue(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}

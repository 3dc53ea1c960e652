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

/** A token endpoint's body: JSON whatever its media type says, else a form (GitHub unless asked otherwise). */
record TokenAnswer(JsonObject json) {

    static Optional<TokenAnswer> read(MultiMap headers, Buffer body) {
        String text = body.toString().trim();
        if (text.startsWith("{")) {
            try {
                return Optional.of(new TokenAnswer(new JsonObject(text)));
            } catch (DecodeException notJson) {
                return Optional.empty();
            }
        }
        String type =
                Optional.ofNullable(headers.get("Content-Type")).orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("text/plain")) {
            JsonObject fields = new JsonObject();
            FormEncoding.decode(text).forEach(fields::put);
            return Optional.of(new TokenAnswer(fields));
        }
        return Optional.empty();
    }

    Optional<Token> accessToken() {
        return text("access_token").map(Token::of);
    }

    /** The error code as sent; empty text if an error is there but has no code. */
    Optional<String> error() {
        boolean failed = saysNotOk() || json.getValue("error") instanceof JsonObject;
        return text("error").or(() -> failed ? Optional.of("") : Optional.empty());
    }

    /** Slack's way of saying that a 200 is a failure. */
    boolean saysNotOk() {
        return Boolean.FALSE.equals(json.getValue("ok"));
    }

    Outcome.Renewed renewed(Token accessToken, Instant now) {
        return new Outcome.Renewed(
                accessToken,
                text("refresh_token").map(Token::of),
                Expiry.stated(json, accessToken, now),
                scopes(),
                Expiry.seconds(json.getValue("refresh_token_expires_in"))
                        .or(() -> Expiry.seconds(json.getValue("refresh_expires_in"))));
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

    private Optional<String> text(String name) {
        return json.getValue(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}

package dev.grantkeeper.oauth2;

import dev.grantkeeper.oauth2.egress.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a provider knows of a token (RFC 7662 section 2.2).
 *
 * @param lifetime from now on, if it says when the token ends and that is to come
 */
public record Introspection(boolean active, Optional<Duration> lifetime, Optional<List<String>> scopes) {

    /** Empty for whatever is no answer to the question: it may be asked again, or be done without. */
    static Optional<Introspection> read(Reply reply, Instant now) {
        try {
            JsonObject answer = reply.json();
            return answer.getValue("active") instanceof Boolean active
                    ? Optional.of(new Introspection(active, Expiry.end(answer.getValue("exp"), now), scopes(answer)))
                    : Optional.empty();
        } catch (IllegalStateException noAnswer) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> scopes(JsonObject answer) {
        return answer.getValue("scope") instanceof String text && !text.isBlank()
                ? Optional.of(List.of(text.trim().split("\\s+")))
                : Optional.empty();
    }
}

package dev.grantkeeper.oauth2;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a request for a token ended. The list is closed, and so is the vocabulary of errors and reasons: text that a
 * provider wrote could repeat a token and is never carried.
 */
public sealed interface Outcome {
    /**
     * A 2xx with an access token (RFC 6749 section 5.1).
     *
     * @param refreshToken absent if the provider sent none: keep the old one
     * @param lifetime as stated by the answer or by the access token itself; see {@link Expiry}
     * @param scopes absent if the provider did not say: as asked for
     * @param refreshTokenLifetime if the provider said
     * @param captured what the settings have kept of the answer, by name
     */
    record Renewed(
            Token accessToken,
            Optional<Token> refreshToken,
            Optional<Duration> lifetime,
            Optional<List<String>> scopes,
            Optional<Duration> refreshTokenLifetime,
            Map<String, String> captured)
            implements Outcome {
        public Renewed {
            Objects.requireNonNull(accessToken, "accessToken");
            scopes = scopes.map(List::copyOf);
            captured = Map.copyOf(captured);
        }

        Renewed with(Optional<Token> nextToRenewWith, Optional<Duration> itsLifetime) {
            return new Renewed(accessToken, nextToRenewWith, lifetime, scopes, itsLifetime, captured);
        }

        /** @param lasting what it was exchanged for, which need not repeat what was said before */
        Renewed replacedBy(Renewed lasting) {
            Map<String, String> all = new HashMap<>(captured);
            all.putAll(lasting.captured);
            return new Renewed(
                    lasting.accessToken,
                    lasting.refreshToken,
                    lasting.lifetime,
                    lasting.scopes.or(() -> scopes),
                    lasting.refreshTokenLifetime,
                    all);
        }

        /** With each scope a name of its own, where the provider joins them by something else than RFC 6749 section 3.3. */
        Renewed separatedBy(String separator) {
            Pattern literally = Pattern.compile(separator, Pattern.LITERAL);
            return new Renewed(
                    accessToken,
                    refreshToken,
                    lifetime,
                    scopes.map(joined -> joined.stream()
                            .flatMap(literally::splitAsStream)
                            .filter(name -> !name.isBlank())
                            .toList()),
                    refreshTokenLifetime,
                    captured);
        }

        /** What was left unsaid, as somebody else says it. */
        Renewed knowing(Optional<Duration> itsLifetime, Optional<List<String>> itsScopes) {
            return new Renewed(
                    accessToken,
                    refreshToken,
                    lifetime.or(() -> itsLifetime),
                    scopes.or(() -> itsScopes),
                    refreshTokenLifetime,
                    captured);
        }

        public Renewed(
                Token accessToken,
                Optional<Token> refreshToken,
                Optional<Duration> lifetime,
                Optional<List<String>> scopes,
                Optional<Duration> refreshTokenLifetime) {
            this(accessToken, refreshToken, lifetime, scopes, refreshTokenLifetime, Map.of());
        }
    }

    /** The grant (or the code) is dead: {@code invalid_grant} and its dialects. */
    record Rejected(String error) implements Outcome {}

    /** The provider refuses the client, not the grant: a developer has to act, nobody else. */
    record Misconfigured(String error) implements Outcome {}

    /** @param retryAfter from now; at most one hour */
    record Throttled(Optional<Duration> retryAfter) implements Outcome {}

    /** @param notSent nothing was written to the provider, so that asking again repeats nothing */
    record Transient(String reason, boolean notSent) implements Outcome {
        static Transient answered(String reason) {
            return new Transient(reason, false);
        }

        static Transient notSent(String reason) {
            return new Transient(reason, true);
        }
    }

    /** The request was sent, and its answer is lost or says nothing: the provider may or may not have acted. */
    record Unknown(String reason) implements Outcome {}
}

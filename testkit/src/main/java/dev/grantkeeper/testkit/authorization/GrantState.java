package dev.grantkeeper.testkit.authorization;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A grant as the server knows it: the truth that a run is judged by. Times are by the server's clock.
 *
 * @param revocation empty while it is alive
 * @param serial of the newest refresh token
 * @param usedAt when each refresh token that was used was used first, by serial; a call that a fault kept from being
 *     acted on uses none
 */
public record GrantState(
        String id,
        String client,
        String subject,
        Instant grantedAt,
        Optional<Revocation> revocation,
        int serial,
        Map<Integer, Instant> usedAt) {

    public GrantState {
        requireNonNull(id, "id");
        requireNonNull(client, "client");
        requireNonNull(subject, "subject");
        requireNonNull(grantedAt, "grantedAt");
        requireNonNull(revocation, "revocation");
        usedAt = Map.copyOf(usedAt);
    }

    /** The end of a grant and of all its tokens. */
    public record Revocation(Reason reason, Instant at) {

        /** Who or what ended it. */
        public enum Reason {
            /** A code or a refresh token was presented again when it no longer may be. */
            REUSE,
            /** The client asked for it (RFC 7009). */
            CLIENT,
            /** As from the user's settings page. */
            USER
        }

        public Revocation {
            requireNonNull(reason, "reason");
            requireNonNull(at, "at");
        }
    }

    public boolean isAlive() {
        return revocation.isEmpty();
    }
}

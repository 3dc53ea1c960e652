package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import dev.grantkeeper.testkit.authorization.TokenName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One lookup.
 *
 * @param owner whose connection was asked for; see {@link Standing#owner()}
 * @param value empty when none came
 * @param refusal why none came: a reason of the vault's, or {@code UNREACHABLE}
 */
public record LookedUp(
        String owner, Instant askedAt, Instant answeredAt, Optional<Value> value, Optional<String> refusal) {

    /** Nobody answered: the vault was down, or went down meanwhile. */
    public static final String UNREACHABLE = "UNREACHABLE";

    /**
     * What was served.
     *
     * @param token empty for one that the provider never issued
     * @param expiresAt what the vault said
     */
    public record Value(UUID connection, long generation, Optional<TokenName> token, Optional<Instant> expiresAt) {

        public Value {
            requireNonNull(connection, "connection");
            requireNonNull(token, "token");
            requireNonNull(expiresAt, "expiresAt");
        }
    }

    public LookedUp {
        requireNonNull(owner, "owner");
        requireNonNull(askedAt, "askedAt");
        requireNonNull(answeredAt, "answeredAt");
        if (value.isPresent() == refusal.isPresent()) {
            throw new IllegalArgumentException("a lookup is served or refused");
        }
    }
}

package dev.grantkeeper.testkit.authorization;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a client is given.
 *
 * @param shortest life of an access token; each is given one between the two, and told it in whole seconds, rounded down
 * @param longest life of an access token
 * @param refreshLife how long a refresh token lives unless it is used; told as {@code refresh_token_expires_in}; empty
 *     for one that lives until revoked, and is told nothing
 */
public record TokenPolicy(Rotation rotation, Duration shortest, Duration longest, Optional<Duration> refreshLife) {

    public TokenPolicy {
        requireNonNull(rotation, "rotation");
        requireNonNull(refreshLife, "refreshLife");
        if (shortest.isNegative() || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("lives must be from short to long: " + shortest + " to " + longest);
        }
    }

    /** With access tokens of ten minutes, and refresh tokens that live until revoked. */
    public static TokenPolicy of(Rotation rotation) {
        var life = Duration.ofMinutes(10);
        return new TokenPolicy(rotation, life, life, Optional.empty());
    }

    public TokenPolicy with(Rotation other) {
        return new TokenPolicy(other, shortest, longest, refreshLife);
    }

    public TokenPolicy accessLife(Duration least, Duration most) {
        return new TokenPolicy(rotation, least, most, refreshLife);
    }

    public TokenPolicy refreshLife(Duration life) {
        return new TokenPolicy(rotation, shortest, longest, Optional.of(life));
    }

    Duration accessLife(RandomGenerator random) {
        long spread = longest.toMillis() - shortest.toMillis();
        return spread == 0 ? shortest : Duration.ofMillis(shortest.toMillis() + random.nextLong(spread + 1));
    }
}

package dev.grantkeeper.testkit.authorization;

import java.time.Duration;

/**
 * What becomes of a refresh token that was used.
 *
 * @param rotates whether every refresh brings a new refresh token
 * @param grace how long after its first use an old one is accepted again; after that, presenting it kills the whole
 *     grant (RFC 9700 section 4.14.2)
 */
public record Rotation(boolean rotates, Duration grace) {

    public Rotation {
        if (grace.isNegative() || !rotates && !grace.isZero()) {
            throw new IllegalArgumentException("grace is for rotation, and not negative: " + grace);
        }
    }

    /** One refresh token for the life of the grant; refreshes return none. */
    public static Rotation none() {
        return new Rotation(false, Duration.ZERO);
    }

    public static Rotation withGrace(Duration grace) {
        return new Rotation(true, grace);
    }

    /** Each refresh token works once; the second presentation kills the grant. */
    public static Rotation strict() {
        return new Rotation(true, Duration.ZERO);
    }
}

package dev.grantkeeper.oauth2;

import java.time.Duration;
import java.util.Objects;

/**
 * What the provider does with a refresh token once it was used; decides whether a lost answer may be asked for again.
 *
 * @param grace how long a used refresh token is still accepted; zero except for {@link Kind#GRACE}
 */
public record RotationPolicy(Kind kind, Duration grace) {
    public enum Kind {
        /** Nobody said: judged by what the provider is seen to do. */
        UNDECLARED,
        /** Refresh tokens are not replaced. */
        NONE,
        /** Replaced, but the old one is accepted for a while. */
        GRACE,
        /** Replaced, and presenting an old one may kill the grant. */
        STRICT
    }

    public static final RotationPolicy UNDECLARED = new RotationPolicy(Kind.UNDECLARED, Duration.ZERO);
    public static final RotationPolicy NONE = new RotationPolicy(Kind.NONE, Duration.ZERO);
    public static final RotationPolicy STRICT = new RotationPolicy(Kind.STRICT, Duration.ZERO);

    /** @throws InvalidSettings unless the grace period is at least a second */
    public static RotationPolicy grace(Duration grace) {
        return new RotationPolicy(Kind.GRACE, grace);
    }

    public RotationPolicy {
        Objects.requireNonNull(kind, "kind");
        if (kind == Kind.GRACE && grace.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidSettings(
                    "rotation_grace_seconds",
                    "rotation_grace_seconds must be at least 1 when rotation is grace; use strict if there is no grace");
        }
        if (kind != Kind.GRACE && !grace.isZero()) {
            throw new InvalidSettings(
                    "rotation_grace_seconds",
                    "rotation_grace_seconds only goes with rotation grace; remove it or set rotation to grace");
        }
    }
}

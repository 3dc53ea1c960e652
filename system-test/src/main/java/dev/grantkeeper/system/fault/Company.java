package dev.grantkeeper.system.fault;

import dev.grantkeeper.testkit.authorization.Rotation;
import dev.grantkeeper.testkit.authorization.TokenPolicy;
import java.time.Duration;
import java.util.Map;

/**
 * An app, its provider's ways, and how many people use it.
 *
 * @param app also names the workspace and the provider's client
 */
record Company(String app, TokenPolicy policy, int people, int lookupsPerSecond) {

    private static final int USUAL = 200;
    private static final int LOOKUPS = 80;

    static Company usual(String app, Rotation rotation) {
        return of(app, rotation, USUAL, Duration.ofSeconds(10), Duration.ofSeconds(30), LOOKUPS);
    }

    static Company of(String app, Rotation rotation, int people, Duration shortest, Duration longest, int lookups) {
        return new Company(app, TokenPolicy.of(rotation).accessLife(shortest, longest), people, lookups);
    }

    Rotation rotation() {
        return policy.rotation();
    }

    /** Its provider's rotation, as a developer declares it. */
    Map<String, ?> declared() {
        var rotation = rotation();
        if (!rotation.rotates()) {
            return Map.of("rotation", "none");
        }
        return rotation.grace().isZero()
                ? Map.of("rotation", "strict")
                : Map.of(
                        "rotation",
                        "grace",
                        "rotation_grace_seconds",
                        rotation.grace().toSeconds());
    }
}

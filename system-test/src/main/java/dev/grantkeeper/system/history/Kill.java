package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A process was ended without a warning.
 *
 * @param name of a worker, as it is known to the vault; else as the run calls it
 */
public record Kill(Target target, String name, Instant at) {

    /** What was killed. */
    public enum Target {
        WORKER,
        VAULT,
        POSTGRES,
        KAFKA
    }

    public Kill {
        requireNonNull(target, "target");
        requireNonNull(name, "name");
        requireNonNull(at, "at");
    }

    /** Whether what the worker with this lease knew died with it. */
    boolean hits(Lease lease) {
        return target == Target.WORKER && lease.isBy(name);
    }
}

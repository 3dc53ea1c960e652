package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** A worker was stopped for a while, and went on as if nothing had been. */
public record Pause(String worker, Instant from, Instant until) {

    public Pause {
        requireNonNull(worker, "worker");
        requireNonNull(from, "from");
        requireNonNull(until, "until");
    }

    /** Whether it began between the lease and that time. */
    boolean held(Lease lease, Instant before) {
        return lease.isBy(worker) && !from.isBefore(lease.leasedAt()) && from.isBefore(before);
    }
}

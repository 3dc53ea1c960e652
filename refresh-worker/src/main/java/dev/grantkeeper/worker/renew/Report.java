package dev.grantkeeper.worker.renew;

import dev.grantkeeper.oauth2.Outcome;
import java.util.Objects;

/** What became of a lease. */
public record Report(Lease lease, Outcome outcome) {
    public Report {
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(outcome, "outcome");
    }
}

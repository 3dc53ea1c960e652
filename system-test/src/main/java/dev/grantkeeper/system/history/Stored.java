package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What the vault's database says at the end of a run.
 *
 * @param at when it was read
 * @param quarantined how many values are in quarantine
 * @param outbox how many events have not reached Kafka
 */
public record Stored(
        Instant at,
        List<Standing> connections,
        List<Lease> leases,
        List<Commit> commits,
        List<Prompted> prompts,
        long quarantined,
        long outbox) {

    public Stored {
        requireNonNull(at, "at");
        connections = List.copyOf(connections);
        leases = List.copyOf(leases);
        commits = List.copyOf(commits);
        prompts = List.copyOf(prompts);
    }
}

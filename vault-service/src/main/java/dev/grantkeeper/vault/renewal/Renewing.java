package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.oauth2.RenewalSchedule;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.Validity;
import dev.grantkeeper.vault.value.Sealer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Stores what a renewal brought, with the connection's row locked. */
@ApplicationScoped
class Renewing {

    private final ConnectionChanges changes;
    private final Quarantine quarantine;
    private final RenewalConfig config;
    private final InstantSource clock;

    Renewing(ConnectionChanges changes, Quarantine quarantine, RenewalConfig config, InstantSource clock) {
        this.changes = changes;
        this.quarantine = quarantine;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Writes the next generation.
     *
     * @param margin the provider's own head start for the next renewal
     * @param by who renewed it
     */
    Uni<Void> write(Connection connection, Sealer sealer, FreshValue value, Optional<Duration> margin, String by) {
        var due = RenewalSchedule.dueAt(value.obtainedAt(), value.lifetime(), margin, ThreadLocalRandom.current());
        return write(connection, sealer, value, due, by);
    }

    Uni<Void> write(Connection connection, Sealer sealer, FreshValue value, Instant due, String by) {
        var key = connection.key();
        var id = connection.id();
        var next = connection.nextGeneration();
        connection.renew(
                sealer.seal(key.context(SealedKind.ACCESS, id, next), value.access()),
                value.refresh().map(token -> sealer.seal(key.context(SealedKind.REFRESH, id, next), token)),
                value.scopes(),
                new Validity(value.obtainedAt(), Optional.of(value.lifetime()), Optional.of(due)));
        return changes.tell(connection, Change.renewed(by));
    }

    /** Keeps it sealed for a while instead. */
    Uni<Void> keep(Connection connection, Sealer sealer, FreshValue value, Attempt attempt) {
        var envelope = sealer.seal(QuarantinedValue.context(connection, attempt.parent()), value.packed());
        return quarantine.keep(
                new QuarantinedValue(attempt, envelope, clock.instant().plus(config.quarantine())));
    }
}

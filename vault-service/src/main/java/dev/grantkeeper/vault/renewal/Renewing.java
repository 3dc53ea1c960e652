package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.Scheduling;
import dev.grantkeeper.vault.connection.Validity;
import dev.grantkeeper.vault.value.Sealer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/** Stores what a renewal brought, with the connection's row locked. */
@ApplicationScoped
class Renewing {

    private final ConnectionChanges changes;
    private final Quarantine quarantine;
    private final Scheduling scheduling;
    private final RenewalConfig config;
    private final InstantSource clock;

    Renewing(
            ConnectionChanges changes,
            Quarantine quarantine,
            Scheduling scheduling,
            RenewalConfig config,
            InstantSource clock) {
        this.changes = changes;
        this.quarantine = quarantine;
        this.scheduling = scheduling;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Writes the next generation.
     *
     * @param by who renewed it
     */
    Uni<Void> write(Connection connection, Sealer sealer, FreshValue value, ProviderSettings settings, String by) {
        return write(connection, sealer, value, scheduling.renewed(connection, value.obtained(), settings), by);
    }

    /** Writes the next generation from what was kept in quarantine: whether it is the live one shows at a renewal. */
    Uni<Void> promote(Connection connection, Sealer sealer, FreshValue value) {
        return write(
                connection, sealer, value, scheduling.promoted(connection, value.obtained(), clock.instant()), "vault");
    }

    private Uni<Void> write(Connection connection, Sealer sealer, FreshValue value, Validity validity, String by) {
        var key = connection.key();
        var id = connection.id();
        var next = connection.nextGeneration();
        connection.renew(
                sealer.seal(key.context(SealedKind.ACCESS, id, next), value.access()),
                value.refresh().map(token -> sealer.seal(key.context(SealedKind.REFRESH, id, next), token)),
                value.scopes(),
                validity);
        return changes.tell(connection, Change.renewed(by));
    }

    /** Keeps it sealed for a while instead. */
    Uni<Void> keep(Connection connection, Sealer sealer, FreshValue value, Attempt attempt) {
        var envelope = sealer.seal(QuarantinedValue.context(connection, attempt.parent()), value.packed());
        return quarantine.keep(
                new QuarantinedValue(attempt, envelope, clock.instant().plus(config.quarantine())));
    }
}

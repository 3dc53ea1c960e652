package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.SpareTokens;
import dev.grantkeeper.vault.error.Faults;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What quarantine holds, opened. With the connection's row locked, and its workspace's key in memory. */
@ApplicationScoped
class LateValues implements SpareTokens {

    private static final Logger LOG = Logger.getLogger(LateValues.class);

    private final Quarantine quarantine;
    private final Values values;

    LateValues(Quarantine quarantine, Values values) {
        this.quarantine = quarantine;
        this.values = values;
    }

    /** Takes out the newest that opens, and what is newer and never will. */
    Uni<Optional<FreshValue>> takeNewest(Connection connection) {
        return quarantine
                .take(connection, 1)
                .flatMap(kept -> kept.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : open(connection, kept.get(0))
                                .flatMap(opened ->
                                        opened.isPresent() ? Uni.createFrom().item(opened) : takeNewest(connection)));
    }

    @Override
    public Uni<List<Secret>> takeAll(Connection connection) {
        return quarantine.take(connection, Integer.MAX_VALUE).flatMap(kept -> Multi.createFrom()
                .iterable(kept)
                .onItem()
                .transformToUniAndConcatenate(value -> open(connection, value))
                .filter(Optional::isPresent)
                .map(value -> value.get().refresh())
                .filter(Optional::isPresent)
                .map(Optional::get)
                .collect()
                .asList());
    }

    /** What does not open now may do so later, and be the only live token: only what never opens is given up. */
    private Uni<Optional<FreshValue>> open(Connection connection, QuarantinedValue kept) {
        var context = QuarantinedValue.context(connection, kept.parent());
        return values.open(connection.key().scope(), context, kept.envelope())
                .map(packed -> Optional.of(FreshValue.unpacked(packed, kept.obtainedAt())))
                .onFailure(Faults::isFinal)
                .recoverWithItem(fault -> {
                    LOG.warnf("connection %s: a quarantined token does not open", connection.id());
                    return Optional.empty();
                });
    }
}

package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.event.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Asks people to connect anew where the developer changed the client, the endpoints or the scopes, and takes that back where
 * the developer does. Their grants go on meanwhile. Where nobody gave a grant, the connection goes by the newest version by itself. A portion at a time: an app's people do not all stand at its provider's
 * door at once.
 */
@ApplicationScoped
class SettingsSweep {

    private static final Logger LOG = Logger.getLogger(SettingsSweep.class);
    private static final int PORTION = 100;
    private static final int MOST_DEFINITIONS = 20;
    private static final UUID FIRST = new UUID(0, 0);

    private final StoredJudgements judgements;
    private final Definitions definitions;
    private final Connections connections;
    private final NewestSettings settings;
    private final Prompting prompting;
    private final Transactions transactions;
    /** One after the other: neither a definition with very many people nor one that cannot be read holds up the rest. */
    private final AtomicReference<UUID> last = new AtomicReference<>(FIRST);

    SettingsSweep(
            StoredJudgements judgements,
            Definitions definitions,
            Connections connections,
            NewestSettings settings,
            Prompting prompting,
            Transactions transactions) {
        this.judgements = judgements;
        this.definitions = definitions;
        this.connections = connections;
        this.settings = settings;
        this.prompting = prompting;
        this.transactions = transactions;
    }

    /** Never fails: the next round goes on where this one ended. */
    @Scheduled(
            every = "${grantkeeper.prompts.settings-sweep-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return round(PORTION, MOST_DEFINITIONS)
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Changed settings were not swept: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    /** @param left how many connections, and definitions, this round may still look at */
    private Uni<Void> round(int left, int definitionsLeft) {
        if (left <= 0 || definitionsLeft == 0) {
            return Uni.createFrom().voidItem();
        }
        return judgements.nextDefinition(last.get()).flatMap(found -> found.map(id -> {
                    last.set(id);
                    return portion(id, left)
                            .onFailure()
                            .recoverWithItem(fault -> unreadable(id, fault))
                            .flatMap(judged -> round(left - judged, definitionsLeft - 1));
                })
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static int unreadable(UUID id, Throwable fault) {
        LOG.warnf(
                "definition %s: who is to connect anew was not found out: %s",
                id, fault.getClass().getName());
        return 0;
    }

    /** How many were judged. */
    private Uni<Integer> portion(UUID id, int limit) {
        return definitions.newest(id).flatMap(newest -> judgements
                .unjudged(id, newest.version(), limit)
                .call(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(this::judge)
                        .collect()
                        .last())
                .call(ids -> ids.size() < limit
                        ? judgements.allJudged(id, newest.version())
                        : Uni.createFrom().voidItem())
                .map(List::size));
    }

    /** By the version that is the newest by then, which a transaction before may have judged it by already. */
    private Uni<Void> judge(ConnectionId id) {
        return transactions.inOne(() -> connections.lock(id).flatMap(found -> found.map(
                        connection -> settings.askAnew(connection).flatMap(anew -> told(connection, anew)))
                // Its workspace was deleted meanwhile.
                .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private Uni<Void> told(Connection connection, boolean anew) {
        // Whoever is not connected is asked by what the newest version says, anyway.
        return connection.status() == ConnectionStatus.CONNECTED
                ? prompting.settingsJudged(connection, anew)
                : Uni.createFrom().voidItem();
    }
}

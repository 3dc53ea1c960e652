package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.event.Outbox;
import dev.grantkeeper.vault.event.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Forgets what was resolved long ago, here and, unless the key was prompted again, in the compacted topic. */
@ApplicationScoped
class PromptSweep {

    private static final Logger LOG = Logger.getLogger(PromptSweep.class);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int BATCH = 100;

    private final StoredPrompts prompts;
    private final PromptEvents events;
    private final Connections connections;
    private final Outbox outbox;
    private final Transactions transactions;
    private final InstantSource clock;

    PromptSweep(
            StoredPrompts prompts,
            PromptEvents events,
            Connections connections,
            Outbox outbox,
            Transactions transactions,
            InstantSource clock) {
        this.prompts = prompts;
        this.events = events;
        this.connections = connections;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Never fails: the next round deletes what this one left. */
    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return Multi.createBy()
                .repeating()
                .uni(this::batch)
                .whilst(swept -> swept == BATCH)
                .collect()
                .last()
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Old prompts were not forgotten: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Integer> batch() {
        return prompts.resolvedBefore(clock.instant().minus(KEPT), BATCH).flatMap(old -> Multi.createFrom()
                .iterable(old)
                .onItem()
                .transformToUniAndConcatenate(this::forget)
                .collect()
                .last()
                .replaceWith(old.size()));
    }

    Uni<Void> forget(Prompt prompt) {
        var key = prompt.key();
        return transactions.inOne(() -> connections
                .lockOrNew(key)
                .chain(() -> prompts.delete(prompt.id()))
                .chain(() -> prompts.any(key))
                .chain(any -> any ? Uni.createFrom().voidItem() : outbox.append(events.tombstone(key))));
    }
}

package dev.grantkeeper.vault.audit;

import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Faults;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Commits entries of many callers in one statement. While one statement runs the next batch gathers, so that the batches
 * grow with the load and an idle vault waits for nobody.
 */
@ApplicationScoped
class PostgresAuditWriter {

    private static final Logger LOG = Logger.getLogger(PostgresAuditWriter.class);
    private static final int BATCH = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String INSERT = """
            insert into audit (at, action, tenant, actor_kind, actor, app, connection_id, generation, detail)
            select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                                 $7::uuid[], $8::bigint[], $9::text[])""";

    private record Waiting(AuditEntry entry, OffsetDateTime at, UniEmitter<? super Void> caller) {}

    private final Pool pool;
    private final InstantSource clock;
    private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    /** How many callers wait, those of the running statement included; whoever makes it one starts the next statement. */
    private final AtomicInteger pending = new AtomicInteger();

    PostgresAuditWriter(Pool pool, InstantSource clock, MeterRegistry metrics) {
        this.pool = pool;
        this.clock = clock;
        metrics.gauge("grantkeeper.audit.waiting", pending);
    }

    Uni<Void> commit(AuditEntry entry) {
        Uni<Void> committed = Uni.createFrom().emitter(caller -> {
            waiting.add(new Waiting(entry, clock.instant().atOffset(ZoneOffset.UTC), caller));
            if (pending.getAndIncrement() == 0) {
                write();
            }
        });
        // The statement runs in the context of whoever started it; the others go on in their own.
        var context = Vertx.currentContext();
        return context == null ? committed : committed.emitOn(MutinyHelper.executor(context));
    }

    private void write() {
        var batch = new ArrayList<Waiting>(BATCH);
        for (Waiting next; batch.size() < BATCH && (next = waiting.poll()) != null; ) {
            batch.add(next);
        }
        pool.preparedQuery(INSERT)
                .execute(columns(batch))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(fault -> LOG.errorf("audit entries were not written: %s", Faults.describe(fault)))
                .onFailure()
                .transform(fault -> Failure.unavailable("The audit record"))
                .subscribe()
                .with(
                        done -> finish(batch, caller -> caller.complete(null)),
                        fault -> finish(batch, caller -> caller.fail(fault)));
    }

    private void finish(List<Waiting> batch, Consumer<UniEmitter<? super Void>> answer) {
        var more = pending.addAndGet(-batch.size()) > 0;
        if (more) {
            write();
        }
        batch.forEach(one -> answer.accept(one.caller));
    }

    private static Tuple columns(List<Waiting> batch) {
        return Tuple.tuple(List.of(
                batch.stream().map(Waiting::at).toArray(OffsetDateTime[]::new),
                texts(batch, entry -> entry.action().word()),
                texts(batch, AuditEntry::tenant),
                texts(batch, AuditEntry::actorKind),
                texts(batch, AuditEntry::actor),
                texts(batch, AuditEntry::app),
                batch.stream().map(one -> one.entry.connectionId()).toArray(UUID[]::new),
                batch.stream().map(one -> one.entry.generation()).toArray(Long[]::new),
                texts(batch, AuditEntry::detail)));
    }

    private static String[] texts(List<Waiting> batch, Function<AuditEntry, String> column) {
        return batch.stream().map(one -> column.apply(one.entry)).toArray(String[]::new);
    }
}

package dev.grantkeeper.vault.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Moves events from the outbox to Kafka in the order of their ids, in one vault at a time. It remembers no position: what
 * is in the table is what is to be sent, and a row goes when the brokers have its event. A relay that dies in between
 * leaves rows that are sent again, so events arrive at least once, and in order for each key.
 *
 * <p>Everything here blocks, on a thread of its own.
 */
@ApplicationScoped
class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH = 500;
    private static final Duration IDLE = Duration.ofMillis(50);
    private static final Duration STANDBY = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final PostgresOutboxTurns turns;
    private final Map<String, Object> broker;
    private final Counter relayed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(OutboxRelay::thread);
    private volatile PostgresOutboxTurn turn;
    private RelayKafka kafka;
    private Duration retry = FIRST_RETRY;

    OutboxRelay(
            PostgresOutboxTurns turns,
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            MeterRegistry metrics) {
        this.turns = turns;
        this.broker = broker;
        this.relayed = Counter.builder("grantkeeper.outbox.relayed")
                .description("Events that this vault moved to Kafka.")
                .register(metrics);
        Gauge.builder("grantkeeper.outbox.relaying", this, relay -> relay.turn == null ? 0 : 1)
                .description("1 in the vault that has the turn to relay; the sum over all vaults should be 1.")
                .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        thread.execute(this::run);
    }

    /** While the database's pool is still open, so that the turn is given up and not just lost. */
    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(10, TimeUnit.SECONDS);
        release();
    }

    private void run() {
        var pause = LAST_RETRY;
        try {
            pause = relay();
        } catch (RuntimeException fault) {
            pause = postpone(fault);
        } finally {
            again(pause);
        }
    }

    /** Relays what there is, up to a batch. Returns how long to wait before the next. */
    private Duration relay() {
        if (turn == null) {
            turn = turns.take().orElse(null);
        }
        if (turn == null) {
            return STANDBY;
        }
        if (kafka == null) {
            kafka = RelayKafka.open(broker);
        }
        var events = turn.oldest(BATCH);
        if (events.isEmpty()) {
            recovered();
            return IDLE;
        }
        kafka.send(events);
        turn.delete(events);
        relayed.increment(events.size());
        recovered();
        return Duration.ZERO;
    }

    private Duration postpone(RuntimeException fault) {
        if (retry == FIRST_RETRY && !thread.isShutdown()) {
            LOG.warnf("Events wait in the outbox: %s", fault);
        }
        release();
        var pause = retry;
        retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
        return pause;
    }

    /** Whoever only stands by has not seen Kafka. */
    private void recovered() {
        if (retry != FIRST_RETRY) {
            LOG.info("The outbox is relayed again.");
            retry = FIRST_RETRY;
        }
    }

    private void again(Duration pause) {
        try {
            thread.schedule(this::run, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The relay has stopped.");
        }
    }

    /** Kafka first: whoever has the turn next need not wait for a transaction of ours. */
    private void release() {
        if (kafka != null) {
            kafka.close();
            kafka = null;
        }
        if (turn != null) {
            turn.close();
            turn = null;
        }
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "outbox-relay");
        thread.setDaemon(true);
        return thread;
    }
}

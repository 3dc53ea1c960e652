package dev.grantkeeper.vault.renewal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Faults;
import dev.grantkeeper.vault.error.Reason;
import dev.grantkeeper.vault.value.Values;
import dev.grantkeeper.wire.v1.SealedReport;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes the outcomes that workers could not report, exactly as if they had been. Retries for ever what fails, since it may be
 * the only copy of a token: soon for want of the database or a key, ever more rarely otherwise. Puts aside only what cannot be
 * deciphered.
 */
@ApplicationScoped
class RenewalOutcomeKafka {

    private static final Logger LOG = Logger.getLogger(RenewalOutcomeKafka.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_SLOW_PAUSE = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int AT_ONCE = 16;

    private record Sealed(ConnectionId connection, String keyId, byte[] bytes) {}

    private final Connections connections;
    private final Values values;
    private final Completing completing;
    private final DeadLettersKafka deadLetters;
    private final RenewalMetrics metrics;
    private final Semaphore room = new Semaphore(AT_ONCE);

    RenewalOutcomeKafka(
            Connections connections,
            Values values,
            Completing completing,
            DeadLettersKafka deadLetters,
            RenewalMetrics metrics) {
        this.connections = connections;
        this.values = values;
        this.completing = completing;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /**
     * Acknowledges each outcome when it is applied, in whatever order that happens. While many are under way, the next is taken
     * after a while, although this one still has to wait.
     */
    @Incoming("renewal-outcome")
    @SuppressWarnings("unchecked")
    Uni<Void> take(Message<byte[]> message) {
        IncomingKafkaRecordMetadata<byte[], byte[]> from =
                message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
        var done = applied(from.getRecord())
                .chain(() -> Uni.createFrom().completionStage(message::ack))
                .memoize()
                .indefinitely();
        if (room.tryAcquire()) {
            done.onTermination().invoke(() -> room.release()).subscribe().with(applied -> {});
            return Uni.createFrom().voidItem();
        }
        return done.ifNoItem().after(PATIENCE).recoverWithItem((Void) null);
    }

    private Uni<Void> applied(ConsumerRecord<byte[], byte[]> record) {
        return Uni.createFrom()
                .deferred(() -> apply(record))
                .runSubscriptionOn(MutinyHelper.executor(Vertx.currentContext()))
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "A sealed outcome is not applied yet: %s",
                        fault.getClass().getName()))
                .onFailure(Faults::isTransient)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .onFailure()
                .invoke(metrics::outcomeRetried)
                .onFailure()
                .retry()
                .withBackOff(LONGEST_PAUSE, LONGEST_SLOW_PAUSE)
                .indefinitely();
    }

    private Uni<Void> apply(ConsumerRecord<byte[], byte[]> record) {
        return Uni.createFrom()
                .item(() -> parse(record.value()))
                .flatMap(this::open)
                .map(RenewalOutcomeKafka::report)
                .onItemOrFailure()
                .transformToUni((report, fault) -> {
                    if (fault instanceof Undecipherable undecipherable) {
                        return deadLetters.put(record, undecipherable.getMessage());
                    }
                    return fault == null ? complete(report) : Uni.createFrom().failure(fault);
                });
    }

    private Uni<Void> complete(Report report) {
        return completing
                .complete(report)
                .replaceWithVoid()
                .onFailure(fault -> isReason(fault, Reason.NOT_FOUND))
                .recoverWithUni(() -> {
                    metrics.outcomeRefused();
                    LOG.warnf("connection %s: a sealed outcome proves no lease and is dropped", report.connection());
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Secret> open(Sealed sealed) {
        return connections
                .find(sealed.connection)
                .flatMap(found -> found.map(connection -> values.openOutcome(
                                connection.key().scope(), sealed.keyId, sealed.connection.toString(), sealed.bytes))
                        .orElseThrow(() -> new Undecipherable("no_such_connection")))
                .onFailure(fault -> isReason(fault, Reason.NOT_FOUND) || isReason(fault, Reason.CONFLICT))
                .transform(closed -> new Undecipherable("does_not_open"));
    }

    private static Sealed parse(byte[] data) {
        try {
            var json = new JsonObject(new String(data, StandardCharsets.UTF_8));
            return new Sealed(
                    new ConnectionId(UUID.fromString(json.getString("connection_id"))),
                    Optional.of(json.getString("outcome_key_id")).orElseThrow(),
                    Base64.getDecoder().decode(json.getString("sealed")));
        } catch (RuntimeException malformed) {
            throw new Undecipherable("not_by_schema");
        }
    }

    private static Report report(Secret opened) {
        try (opened) {
            return ReportGrpc.read(SealedReport.parseFrom(opened.revealBytes()).getReport());
        } catch (InvalidProtocolBufferException | Failure malformed) {
            throw new Undecipherable("not_a_report");
        }
    }

    private static boolean isReason(Throwable fault, Reason reason) {
        return fault instanceof Failure failure && failure.reason() == reason;
    }

    /** Carries a word of ours only: the text of a parser's exception would repeat the data. */
    private static final class Undecipherable extends RuntimeException {

        Undecipherable(String word) {
            super(word, null, false, false);
        }
    }
}

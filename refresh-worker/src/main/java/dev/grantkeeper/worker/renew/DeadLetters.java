package dev.grantkeeper.worker.renew;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Where events go that nobody can read: as they came, with one word of ours why. */
@ApplicationScoped
class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final MutinyEmitter<byte[]> topic;
    private final RenewalMetrics metrics;

    DeadLetters(
            @Channel("token-expiring-dlq") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<byte[]> topic,
            RenewalMetrics metrics) {
        this.topic = topic;
        this.metrics = metrics;
    }

    /** Never fails: an event that cannot even be put aside must not hold up those behind it. */
    Uni<Void> put(ConsumerRecord<byte[], byte[]> record, String reason) {
        metrics.deadLettered();
        var place = record.topic() + "-" + record.partition() + "@" + record.offset();
        LOG.warnf("Undecipherable event %s: %s", place, reason);
        var headers = new RecordHeaders(record.headers().toArray())
                .add("grantkeeper_reason", reason.getBytes(StandardCharsets.UTF_8))
                .add("grantkeeper_origin", place.getBytes(StandardCharsets.UTF_8));
        return topic.sendMessage(Message.of(record.value())
                        .addMetadata(OutgoingKafkaRecordMetadata.builder()
                                .withKey(record.key())
                                .withHeaders(headers)
                                .build()))
                .onFailure()
                .invoke(failure -> LOG.errorf(failure, "Event %s could not be put aside and is dropped", place))
                .onFailure()
                .recoverWithNull();
    }
}

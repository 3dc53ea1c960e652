package dev.grantkeeper.vault.renewal;

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

/** Where sealed outcomes go that nobody can decipher: as they came, with one word of ours why. */
@ApplicationScoped
class DeadLettersKafka {

    private static final Logger LOG = Logger.getLogger(DeadLettersKafka.class);

    private final MutinyEmitter<byte[]> topic;
    private final RenewalMetrics metrics;

    DeadLettersKafka(
            @Channel("renewal-outcome-dlq") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<byte[]> topic,
            RenewalMetrics metrics) {
        this.topic = topic;
        this.metrics = metrics;
    }

    /** Fails when Kafka does not take it. */
    Uni<Void> put(ConsumerRecord<byte[], byte[]> record, String reason) {
        var place = record.topic() + "-" + record.partition() + "@" + record.offset();
        var headers = new RecordHeaders(record.headers().toArray())
                .add("grantkeeper_reason", reason.getBytes(StandardCharsets.UTF_8))
                .add("grantkeeper_origin", place.getBytes(StandardCharsets.UTF_8));
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withKey(record.key())
                .withHeaders(headers)
                .build();
        return topic.sendMessage(Message.of(record.value()).addMetadata(metadata))
                .invoke(() -> {
                    metrics.deadLettered();
                    LOG.warnf("Undecipherable outcome %s: %s", place, reason);
                });
    }
}

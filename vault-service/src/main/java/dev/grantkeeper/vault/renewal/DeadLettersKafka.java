package dev.grantkeeper.vault.renewal;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Where sealed outcomes go that nobody can decipher, with one word of ours why. Their value stays as it came: it is sealed, and
 * may be the only copy of a token. Of the headers stay those of CloudEvents, and ours that says what was replayed.
 */
@ApplicationScoped
class DeadLettersKafka {

    private static final Logger LOG = Logger.getLogger(DeadLettersKafka.class);

    private static final int LARGEST_HEADER = 256;

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
        var headers = allowed(record.headers())
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

    private static RecordHeaders allowed(Headers headers) {
        var allowed = new RecordHeaders();
        for (var header : headers) {
            var name = header.key();
            var known = name.startsWith("ce_") || name.equals("content-type") || name.equals("grantkeeper_replay");
            var length = name.length() + (header.value() == null ? 0 : header.value().length);
            if (known && length <= LARGEST_HEADER) {
                allowed.add(header);
            }
        }
        return allowed;
    }
}

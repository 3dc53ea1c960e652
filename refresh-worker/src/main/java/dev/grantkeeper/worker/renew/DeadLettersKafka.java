package dev.grantkeeper.worker.renew;

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
 * Where events go that nobody can read, with one word of ours why. Anybody who may write to the topic may have written
 * anything: no more is repeated than an event of ours could be.
 */
@ApplicationScoped
class DeadLettersKafka {
    private static final Logger LOG = Logger.getLogger(DeadLettersKafka.class);

    /** Far more than an event of ours has. */
    private static final int LARGEST_VALUE = 8 * 1024;

    private static final int LARGEST_HEADER = 256;
    private static final int LARGEST_KEY = 64;

    private final MutinyEmitter<byte[]> topic;
    private final RenewalMetrics metrics;

    DeadLettersKafka(
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
        var headers = allowed(record.headers())
                .add("grantkeeper_reason", reason.getBytes(StandardCharsets.UTF_8))
                .add("grantkeeper_origin", place.getBytes(StandardCharsets.UTF_8));
        return topic.sendMessage(Message.of(atMost(LARGEST_VALUE, record.value()))
                        .addMetadata(OutgoingKafkaRecordMetadata.builder()
                                .withKey(atMost(LARGEST_KEY, record.key()))
                                .withHeaders(headers)
                                .build()))
                .onFailure()
                .invoke(failure -> LOG.errorf(failure, "Event %s could not be put aside and is dropped", place))
                .onFailure()
                .recoverWithNull();
    }

    /** Those of CloudEvents, and ours that says what was replayed. */
    private static RecordHeaders allowed(Headers headers) {
        var allowed = new RecordHeaders();
        for (var header : headers) {
            var name = header.key();
            var known = name.startsWith("ce_") || name.equals("content-type") || name.equals("grantkeeper_replay");
            if (known && name.length() + size(header.value()) <= LARGEST_HEADER) {
                allowed.add(header);
            }
        }
        return allowed;
    }

    /** Nothing instead of something that is too long: half of it would be of no use. */
    private static byte[] atMost(int limit, byte[] bytes) {
        return size(bytes) <= limit ? bytes : null;
    }

    private static int size(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}

package dev.grantkeeper.vault.renewal;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Writes {@code dev.grantkeeper.token.expiring.v1}: CloudEvents 1.0 over Kafka, binary content mode. */
@ApplicationScoped
class ExpiringKafka implements Announcements {

    private final MutinyEmitter<byte[]> topic;
    private final InstantSource clock;
    private final Duration within;

    ExpiringKafka(
            @Channel("token-expiring") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> topic,
            InstantSource clock,
            RenewalConfig config) {
        this.topic = topic;
        this.clock = clock;
        this.within = config.publishWithin();
    }

    @Override
    public Uni<List<Due>> publish(List<Due> dues) {
        var sent = dues.stream().map(this::send).toList();
        return Uni.join().all(sent).andCollectFailures().map(acknowledged -> acknowledged.stream()
                .flatMap(Optional::stream)
                .toList());
    }

    @Override
    public void publishSoon(Due due) {
        send(due).subscribe().with(done -> {});
    }

    /** Empty when the broker did not acknowledge it in time. */
    private Uni<Optional<Due>> send(Due due) {
        return topic.sendMessage(message(due))
                .replaceWith(Optional.of(due))
                .ifNoItem()
                .after(within)
                .fail()
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private Message<byte[]> message(Due due) {
        var id = due.connection().toString();
        var data = new JsonObject()
                .put("connection_id", id)
                .put("generation", due.generation())
                .put("urgency", due.urgency().word())
                .put("due_at", due.dueAt());
        due.expiresAt().ifPresent(at -> data.put("expires_at", at));
        return Message.of(data.toBuffer().getBytes())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(id)
                        .withHeaders(cloudEvent(id))
                        .build());
    }

    private RecordHeaders cloudEvent(String subject) {
        var headers = new RecordHeaders();
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_type", "dev.grantkeeper.token.expiring.v1",
                        "ce_source", "/vault",
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_time", clock.instant().toString(),
                        "ce_subject", subject,
                        "content-type", "application/json")
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}

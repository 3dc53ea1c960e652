package dev.grantkeeper.worker.vault;

import dev.grantkeeper.envelope.RenewalOutcomes;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.wire.v1.SealedReport;
import dev.grantkeeper.worker.renew.Report;
import dev.grantkeeper.worker.renew.SealedOutcomes;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Writes {@code dev.grantkeeper.renewal.outcome.v1}: CloudEvents 1.0 over Kafka, binary content mode. */
@ApplicationScoped
class SealedOutcomeKafka implements SealedOutcomes {

    private final MutinyEmitter<byte[]> topic;
    private final InstantSource clock;

    SealedOutcomeKafka(
            @Channel("renewal-outcome") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> topic,
            InstantSource clock) {
        this.topic = topic;
        this.clock = clock;
    }

    @Override
    public Uni<Void> send(Report report) {
        return Uni.createFrom().deferred(() -> topic.sendMessage(message(report)));
    }

    private Message<byte[]> message(Report report) {
        var connection = report.lease().connection().toString();
        var data = new JsonObject()
                .put("connection_id", connection)
                .put("outcome_key_id", report.lease().outcomeKey().id())
                .put("sealed", Base64.getEncoder().encodeToString(seal(report, connection)));
        return Message.of(data.toBuffer().getBytes())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(connection)
                        .withHeaders(cloudEvent(connection))
                        .build());
    }

    private static byte[] seal(Report report, String connection) {
        var bytes = SealedReport.newBuilder()
                .setReport(Wire.completeRequest(report))
                .build()
                .toByteArray();
        try (var secret = Secret.of(bytes)) {
            return RenewalOutcomes.seal(report.lease().outcomeKey().publicKey(), connection, secret);
        }
    }

    private RecordHeaders cloudEvent(String connection) {
        var headers = new RecordHeaders();
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_type", "dev.grantkeeper.renewal.outcome.v1",
                        "ce_source", "/grantkeeper/refresh-worker",
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_time", clock.instant().toString(),
                        "ce_subject", connection,
                        "content-type", "application/json")
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}

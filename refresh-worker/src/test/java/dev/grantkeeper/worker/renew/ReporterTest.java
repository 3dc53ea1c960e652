package dev.grantkeeper.worker.renew;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.grantkeeper.envelope.RenewalOutcomes;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.wire.v1.CompleteRequest;
import dev.grantkeeper.wire.v1.SealedReport;
import dev.grantkeeper.worker.Topics;
import dev.grantkeeper.worker.World;
import dev.grantkeeper.worker.WorldResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WorldResource.class)
class ReporterTest {
    private World world;

    @Test
    void report_vaultAway_goesSealedOverKafkaForTheVaultAlone() throws Exception {
        var answer = new CompletableFuture<Void>();
        var connection = underWay(answer);

        world.vault().stop();
        try {
            answer.complete(null);
            var record = new Topics(world.kafka().server().bootstrapServers())
                    .await(
                            "grantkeeper.renewal.outcome",
                            found -> connection.toString().equals(found.key()));

            assertThat(record.headers().lastHeader("ce_type").value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("dev.grantkeeper.renewal.outcome.v1");
            assertThat(outcomeSchema().validate(new String(record.value(), StandardCharsets.UTF_8), InputFormat.JSON))
                    .isEmpty();
            var report = open(record, connection);
            assertThat(report.getLeaseSecret()).isEqualTo(world.vault().leaseSecret(report.getLeaseId()));
            assertThat(world.provider().issuedSecrets())
                    .contains(report.getOutcome().getRenewed().getRefreshToken());
        } finally {
            world.vault().start();
        }
        assertThat(world.vault().reports(connection)).isEmpty();
    }

    @Test
    void report_vaultAndKafkaAway_isKeptUntilTheVaultIsBack() {
        var answer = new CompletableFuture<Void>();
        var connection = underWay(answer);

        world.kafka().stop();
        world.vault().stop();
        answer.complete(null);
        CompletableFuture.delayedExecutor(3, SECONDS).execute(world.vault()::start);

        assertThat(world.vault().awaitReports(connection, 1).get(0).getOutcome().hasRenewed())
                .isTrue();
        world.kafka().start();
    }

    @Test
    void report_vaultAndKafkaAway_isKeptUntilKafkaIsBack() throws Exception {
        var answer = new CompletableFuture<Void>();
        var connection = underWay(answer);

        world.kafka().stop();
        world.vault().stop();
        answer.complete(null);
        CompletableFuture.delayedExecutor(3, SECONDS).execute(world.kafka()::start);

        assertThat(open(sealedOutcome(connection), connection).getOutcome().hasRenewed())
                .isTrue();
        world.vault().start();
    }

    private ConsumerRecord<String, byte[]> sealedOutcome(UUID connection) {
        return new Topics(world.kafka().server().bootstrapServers())
                .await(
                        "grantkeeper.renewal.outcome",
                        found -> connection.toString().equals(found.key()));
    }

    private UUID underWay(CompletableFuture<Void> answer) {
        var connection = world.vault().due(world.newGrant(), world.settings());
        world.provider().next(Endpoint.TOKEN, Fault.hold(answer));
        int calls = world.provider().calls(Endpoint.TOKEN).size();
        world.vault().hint(connection);
        world.provider().awaitCalls(Endpoint.TOKEN, calls + 1);
        return connection;
    }

    private CompleteRequest open(ConsumerRecord<String, byte[]> record, UUID connection) throws Exception {
        var data = new JsonObject(Buffer.buffer(record.value()));
        assertThat(data.getString("connection_id")).isEqualTo(connection.toString());
        assertThat(data.getString("outcome_key_id")).isEqualTo("key-1");
        var opened = RenewalOutcomes.open(
                world.vault().scopeKey(),
                connection.toString(),
                Base64.getDecoder().decode(data.getString("sealed")));
        return SealedReport.parseFrom(opened.revealBytes()).getReport();
    }

    private static Schema outcomeSchema() throws IOException {
        var file = Path.of("..", "contracts", "grantkeeper", "events", "renewal-outcome.schema.json");
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(file), InputFormat.JSON);
    }
}

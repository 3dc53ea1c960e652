package dev.grantkeeper.worker.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.worker.Topics;
import dev.grantkeeper.worker.World;
import dev.grantkeeper.worker.WorldResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WorldResource.class)
class ExpiringKafkaTest {
    private World world;

    @Test
    void event_ofAConnectionThatIsDue_endsInAReportedNewToken() {
        var refreshToken = world.newGrant();
        var connection = world.vault().due(refreshToken, world.settings());

        topics().expiring(connection);

        var report = world.vault().awaitReports(connection, 1).get(0);
        var renewed = report.getOutcome().getRenewed();
        assertThat(world.provider().issuedSecrets()).contains(renewed.getAccessToken(), renewed.getRefreshToken());
        assertThat(renewed.getRefreshToken()).isNotEqualTo(refreshToken);
        assertThat(renewed.getLifetime().getSeconds()).isEqualTo(600);
        assertThat(report.getLeaseSecret()).isEqualTo(world.vault().leaseSecret(report.getLeaseId()));
        assertThat(world.provider().presentations()).containsEntry(refreshToken, 1);
    }

    @Test
    void event_doubledWhileUnderWay_sendsOneRequestOnOneLease() {
        var answer = new CompletableFuture<Void>();
        var connection = world.vault().due(world.newGrant(), world.settings());
        var next = world.vault().due(world.newGrant(), world.settings());
        world.provider().next(Endpoint.TOKEN, Fault.hold(answer));

        for (int i = 0; i < 5; i++) {
            topics().expiring(connection);
        }
        world.vault().awaitLeases(connection, 1);
        topics().expiring(next);
        world.vault().awaitReports(next, 1);
        answer.complete(null);

        world.vault().awaitReports(connection, 1);
        assertThat(world.vault().leases(connection)).hasSize(1);
    }

    @Test
    void event_undecipherable_isPutAsideAndDoesNotHoldUpTheNext() {
        var poison = UUID.randomUUID().toString();
        var connection = world.vault().due(world.newGrant(), world.settings());

        topics().send(poison, "dev.grantkeeper.token.expiring.v1", "{not json");
        topics().expiring(connection);

        world.vault().awaitReports(connection, 1);
        var letter = topics().await("grantkeeper.token.expiring.dlq", record -> poison.equals(record.key()));
        assertThat(letter.value()).asString().isEqualTo("{not json");
        assertThat(letter.headers().lastHeader("grantkeeper_reason").value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("not_json");
    }

    @Test
    void event_undecipherable_leavesBehindNoMoreThanAnEventOfOursCouldHold() {
        var poison = UUID.randomUUID().toString();

        topics().send(
                        poison,
                        "x",
                        "s3cret".repeat(2000),
                        Map.of("authorization", "s3cret", "ce_id", "s3cret".repeat(50)));

        var letter = topics().await("grantkeeper.token.expiring.dlq", record -> poison.equals(record.key()));
        assertThat(letter.value()).isNull();
        assertThat(letter.headers())
                .extracting(Header::key)
                .contains("ce_type", "grantkeeper_reason", "grantkeeper_origin")
                .doesNotContain("authorization");
        assertThat(letter.headers())
                .noneMatch(header -> new String(header.value(), StandardCharsets.UTF_8).contains("s3cret"));
    }

    @Test
    void event_leaseFails_isAcknowledgedAllTheSame() {
        var connection = world.vault().due(world.newGrant(), world.settings());
        world.vault().leasing(false);
        try {
            topics().expiring(connection);

            topics().awaitNoLag("grantkeeper-refresh-worker");
        } finally {
            world.vault().leasing(true);
        }
        assertThat(world.vault().reports(connection)).isEmpty();
    }

    @Test
    void event_ofAnOldGeneration_isLeftAlone() {
        var unknown = UUID.randomUUID();
        var before = world.provider().calls().size();

        topics().expiring(unknown);

        world.vault().awaitLeases(unknown, 1);
        topics().awaitNoLag("grantkeeper-refresh-worker");
        assertThat(world.provider().calls()).hasSize(before);
    }

    private Topics topics() {
        return new Topics(world.kafka().server().bootstrapServers());
    }
}

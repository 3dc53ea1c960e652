package dev.grantkeeper.worker.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.worker.World;
import dev.grantkeeper.worker.WorldResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(WorldResource.class)
class HealthTest {
    @TestHTTPResource
    URI worker;

    private World world;

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void health_vaultAnswers_isUp(String kind) throws Exception {
        renewOne();

        assertThat(get("/q/health/" + kind).statusCode()).isEqualTo(200);
    }

    @Test
    void health_vaultAndKafkaAway_isStillLive() throws Exception {
        world.kafka().stop();
        world.vault().stop();
        try {
            assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/q/health/started").statusCode()).isEqualTo(200);
        } finally {
            world.vault().start();
            world.kafka().start();
        }
    }

    @Test
    void metrics_afterARenewal_countIt() throws Exception {
        renewOne();

        // The worker counts once it has the vault's answer, which is later than the vault has its report.
        await().untilAsserted(() -> assertThat(get("/q/metrics").body())
                .contains(
                        "grantkeeper_renewals_total{outcome=\"renewed\",result=\"applied\"}",
                        "grantkeeper_egress_refused_total{kind=\"overdue\",to=\"provider\"}",
                        "grantkeeper_egress_refused_total{kind=\"too_large\",to=\"issuer\"}",
                        "grantkeeper_renewal_due_to_done_seconds_count",
                        "grantkeeper_renewals_in_flight",
                        "grantkeeper_hints_total"));
    }

    private void renewOne() {
        var connection = world.vault().due(world.newGrant(), world.settings());
        world.vault().hint(connection);
        world.vault().awaitReports(connection, 1);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(worker.resolve(path)).build(), BodyHandlers.ofString());
    }
}

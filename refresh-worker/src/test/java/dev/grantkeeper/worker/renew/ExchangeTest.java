package dev.grantkeeper.worker.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.wire.v1.Outcome;
import dev.grantkeeper.worker.World;
import dev.grantkeeper.worker.WorldResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WorldResource.class)
class ExchangeTest {
    private World world;

    @Test
    void refresh_ofARevokedGrant_isReportedAsRejected() {
        var refreshToken = world.newGrant();
        world.provider().revokeGrantOf(refreshToken);

        assertThat(outcome(renew(refreshToken)).getRejected().getReason()).isEqualTo("invalid_grant");
    }

    @Test
    void refresh_tooOften_isReportedWithTheTimeToWait() {
        var connection = world.vault().due(world.newGrant(), world.settings());
        world.provider().next(Endpoint.TOKEN, Fault.answer(429, Map.of("Retry-After", "30"), ""));

        world.vault().hint(connection);

        assertThat(outcome(connection).getThrottled().getRetryAfter().getSeconds())
                .isEqualTo(30);
    }

    @Test
    void refresh_answerLost_isReportedAsUnknownAndNotSentAgain() {
        var refreshToken = world.newGrant();
        world.provider().next(Endpoint.TOKEN, Fault.cutAfterCommit());

        assertThat(outcome(renew(refreshToken)).hasUnknown()).isTrue();
        assertThat(world.provider().presentations()).containsEntry(refreshToken, 1);
    }

    @Test
    void refresh_answerLate_isReportedAsUnknownAndThenAsWhatItWas() {
        var refreshToken = world.newGrant();
        world.provider().next(Endpoint.TOKEN, Fault.delayAfterCommit(Duration.ofMillis(2500)));

        var reports = world.vault().awaitReports(renew(refreshToken), 2);

        assertThat(reports.get(0).getOutcome().hasUnknown()).isTrue();
        assertThat(reports.get(1).getOutcome().hasRenewed()).isTrue();
        assertThat(reports.get(1).getLeaseId()).isEqualTo(reports.get(0).getLeaseId());
        assertThat(world.provider().presentations()).containsEntry(refreshToken, 1);
    }

    @Test
    void refresh_endStatedAsATime_isComparedWithTheVaultsClock() {
        var off = Duration.ofMinutes(-5);
        var end = Instant.now().plus(off).plusSeconds(120).getEpochSecond();
        world.vault().clockOff(off);
        try {
            var connection = world.vault().due(world.newGrant(), world.settings());
            world.provider()
                    .next(
                            Endpoint.TOKEN,
                            Fault.answer(
                                    200,
                                    Map.of("Content-Type", "application/json"),
                                    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_at\":" + end + "}"));

            world.vault().hint(connection);

            assertThat(outcome(connection).getRenewed().getLifetime().getSeconds())
                    .isBetween(110L, 121L);
        } finally {
            world.vault().clockOff(Duration.ZERO);
        }
    }

    @Test
    void refresh_leaseTooOld_isHandedBackUnsent() {
        var refreshToken = world.newGrant();
        world.vault().delayLeases(Duration.ofSeconds(2));
        try {
            var passing = outcome(renew(refreshToken)).getTransient();

            assertThat(passing.getReason()).isEqualTo("lease_too_old");
            assertThat(passing.getNotSent()).isTrue();
            assertThat(world.provider().presentations()).doesNotContainKey(refreshToken);
        } finally {
            world.vault().delayLeases(Duration.ZERO);
        }
    }

    @Test
    void refresh_settingsOfAnotherVersion_isHandedBackUnsent() {
        var connection = world.vault().due("never-sent", "{\"token_url\":\"https://a.test\",\"new\":1}");

        world.vault().hint(connection);

        assertThat(outcome(connection).getTransient().getNotSent()).isTrue();
    }

    @Test
    void refresh_answerAfterTheLeasesEnd_isReportedAsUnknownBeforeThatEnd() {
        var refreshToken = world.newGrant();
        world.provider().next(Endpoint.TOKEN, Fault.delayAfterCommit(Duration.ofMillis(900)));
        world.vault().leaseLife(Duration.ofSeconds(1));
        try {
            var reports = world.vault().awaitReports(renew(refreshToken), 2);

            assertThat(reports.get(0).getOutcome().hasUnknown()).isTrue();
            assertThat(reports.get(1).getOutcome().hasRenewed()).isTrue();
        } finally {
            world.vault().leaseLife(Duration.ofSeconds(15));
        }
    }

    @Test
    void clientCredentials_nothingToPresent_isAskedForTheClientAlone() {
        var settings = new JsonObject(world.settings()).put("grant", "client_credentials");
        settings.remove("authorization_url");
        var connection = world.vault().due("", settings.encode());

        world.vault().hint(connection);

        var renewed = outcome(connection).getRenewed();
        assertThat(world.provider().issuedSecrets()).contains(renewed.getAccessToken());
        assertThat(renewed.hasRefreshToken()).isFalse();
    }

    @Test
    void refresh_withoutARefreshToken_isHandedBackUnsent() {
        var connection = world.vault().due("", world.settings());

        world.vault().hint(connection);

        assertThat(outcome(connection).getTransient().getNotSent()).isTrue();
    }

    private UUID renew(String refreshToken) {
        var connection = world.vault().due(refreshToken, world.settings());
        world.vault().hint(connection);
        return connection;
    }

    private Outcome outcome(UUID connection) {
        return world.vault().awaitReports(connection, 1).get(0).getOutcome();
    }
}

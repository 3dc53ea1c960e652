package dev.grantkeeper.vault.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.TokenType;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.testkit.authorization.RecordedCall;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.connection.Revocations;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.value.Values;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class RevokingTest {

    TestVault vault;

    @Inject
    Revocations revocations;

    @Inject
    RevocationSweep sweep;

    @Inject
    Connections connections;

    @Inject
    Transactions transactions;

    @Inject
    Values values;

    @Inject
    MeterRegistry metrics;

    private Office office;
    private String user;
    private Connection connection;

    @BeforeEach
    void connect() {
        office = Office.of(vault).offersOAuth2("user");
        user = "ada-" + UUID.randomUUID();
        connection = office.connect(user, Duration.ZERO, Duration.ofHours(1), true);
    }

    @Test
    void revocation_providerAnswers_isDoneAndErased() {
        var revoked = counted("revoked");

        disconnect();

        awaitErased();
        assertThat(asked()).hasSize(1);
        assertThat(counted("revoked")).isEqualTo(revoked + 1);
    }

    @Test
    void revocation_providerHangs_nobodyWaits() {
        var answer = new CompletableFuture<Void>();
        vault.provider().next(Endpoint.REVOCATION, Fault.hold(answer));

        disconnect();

        await().until(() -> asked().size() == 1);
        assertThat(pending()).isEqualTo(1);
        answer.complete(null);
        awaitErased();
    }

    @Test
    void revocation_providerAway_isAskedAgainUntilItAnswers() {
        unavailable();
        disconnect();
        awaitPutOff();
        unavailable();
        sweepNow();
        awaitPutOff();
        assertThat(pending()).isEqualTo(1);

        sweepNow();

        awaitErased();
        assertThat(asked()).hasSize(3);
    }

    @Test
    void revocation_vaultDiedBeforeItsAttempt_isSwept() {
        leftBehind();
        assertThat(asked()).isEmpty();

        run(sweep::sweep);

        awaitErased();
        assertThat(asked()).hasSize(1);
    }

    @Test
    void revocation_vaultDiedDuringItsAttempt_isAnothersOnlyAfterTheClaim() {
        leftBehind();
        office.tamper(
                "update revocation set attempts = 1, next_attempt_at = now() + interval '30 s' where connection_id = ?",
                connection.id().value());

        run(sweep::sweep);
        assertThat(asked()).isEmpty();

        sweepNow();
        awaitErased();
    }

    @Test
    void revocation_severalVaultsAtOnce_isAttemptedByOne() {
        leftBehind();
        var id = id();

        var sweeps = List.of(
                CompletableFuture.runAsync(() -> run(sweep::sweep)),
                CompletableFuture.runAsync(() -> run(sweep::sweep)),
                CompletableFuture.runAsync(() -> revocations.attempt(id)));
        sweeps.forEach(CompletableFuture::join);

        awaitErased();
        assertThat(asked()).hasSize(1);
    }

    @Test
    void revocation_refused_isErasedAndCounted() {
        var refused = counted("refused");
        vault.provider().next(Endpoint.REVOCATION, Fault.answer(400, Map.of(), "{\"error\":\"unauthorized_client\"}"));

        disconnect();

        awaitErased();
        assertThat(counted("refused")).isEqualTo(refused + 1);
    }

    @Test
    void revocation_providerAwayForADay_isErasedAndCounted() {
        var givenUp = counted("given_up");
        unavailable();
        disconnect();
        awaitPutOff();
        office.tamper(
                "update revocation set begun_at = now() - interval '25 h' where connection_id = ?",
                connection.id().value());
        unavailable();

        sweepNow();

        awaitErased();
        assertThat(counted("given_up")).isEqualTo(givenUp + 1);
    }

    @Test
    void revocation_connectedAnew_isErasedAndNeverAsked() {
        var reconnected = counted("reconnected");
        unavailable();
        disconnect();
        awaitPutOff();
        office.connect(user, Duration.ZERO, Duration.ofHours(1), true);

        sweepNow();

        awaitErased();
        assertThat(asked()).hasSize(1);
        assertThat(counted("reconnected")).isEqualTo(reconnected + 1);
    }

    @Test
    void revocation_movedToAnotherRow_doesNotOpenAndIsErased() {
        var unopened = counted("unopened");
        leftBehind();
        office.tamper(
                "update revocation set id = gen_random_uuid() where connection_id = ?",
                connection.id().value());

        sweepNow();

        awaitErased();
        assertThat(asked()).isEmpty();
        assertThat(counted("unopened")).isEqualTo(unopened + 1);
    }

    @Test
    void metrics_pending_isCounted() {
        unavailable();
        disconnect();
        awaitPutOff();

        run(sweep::sweep);

        assertThat(metrics.get("grantkeeper.revocations.pending").gauge().value())
                .isPositive();
        sweepNow();
        awaitErased();
    }

    private void disconnect() {
        Office.as(office.member(user))
                .delete("/v1/connections/" + connection.id())
                .then()
                .statusCode(204);
    }

    /** As a vault leaves it that dies right after it committed. */
    private void leftBehind() {
        run(() -> values.sealer(connection.key().scope())
                .flatMap(sealer -> transactions.inOne(
                        () -> connections.lock(connection.id()).flatMap(found -> {
                            var locked = found.orElseThrow();
                            locked.disconnect();
                            return revocations.add(
                                    UUID.randomUUID(),
                                    locked,
                                    sealer,
                                    Secret.ofUtf8("refresh-of-" + user),
                                    TokenType.REFRESH_TOKEN,
                                    Optional.empty());
                        }))));
    }

    private void unavailable() {
        vault.provider().next(Endpoint.REVOCATION, Fault.answer(503, Map.of(), ""));
    }

    private void sweepNow() {
        office.tamper(
                "update revocation set next_attempt_at = now() - interval '1 s' where connection_id = ?",
                connection.id().value());
        run(sweep::sweep);
    }

    /** The attempt failed and was noted: from then on the next one has its own time. */
    private void awaitPutOff() {
        await().until(() -> !office.query(
                        "select 1 from revocation where connection_id = ? and attempts > 0"
                                + " and next_attempt_at < now() + interval '20 s'",
                        connection.id().value())
                .isEmpty());
    }

    private void awaitErased() {
        await().atMost(Duration.ofSeconds(20)).until(() -> pending() == 0);
    }

    private int pending() {
        return office.query(
                        "select 1 from revocation where connection_id = ?",
                        connection.id().value())
                .size();
    }

    private UUID id() {
        return (UUID) office.query(
                        "select id from revocation where connection_id = ?",
                        connection.id().value())
                .get(0)
                .get("id");
    }

    private List<RecordedCall> asked() {
        return vault.provider().calls(Endpoint.REVOCATION).stream()
                .filter(call -> ("refresh-of-" + user).equals(call.parameters().get("token")))
                .toList();
    }

    private double counted(String result) {
        return metrics.get("grantkeeper.revocations")
                .tag("result", result)
                .counter()
                .count();
    }

    private static void run(Supplier<Uni<Void>> work) {
        try {
            VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }
}

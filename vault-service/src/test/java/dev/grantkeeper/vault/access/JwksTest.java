package dev.grantkeeper.vault.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenClientOptions;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.testkit.MovableClock;
import dev.grantkeeper.vault.TestIssuer;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JwksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final TestIssuer issuer = TestIssuer.start();
    private final MovableClock clock = MovableClock.atFixedStart();
    private final TokenClient client =
            new TokenClient(vertx, TokenClientOptions.defaults(UrlPolicy.LOOPBACK_HTTP, List.of()), clock);
    private final Jwks jwks = new Jwks(issuer.jwksUrl(), client, clock);

    @AfterEach
    void close() {
        issuer.close();
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void keys_askedForAgain_areFetchedOnce() {
        assertThat(keyIds(issuer.keyId())).containsExactly(issuer.keyId());
        keyIds(issuer.keyId());
        keyIds(null);

        assertThat(issuer.asked()).isOne();
    }

    @Test
    void keys_askedForByManyAtOnce_areFetchedOnce() {
        var all = Stream.generate(() -> jwks.keys(issuer.keyId())).limit(20).toList();

        Uni.join().all(all).andFailFast().await().atMost(PATIENCE);

        assertThat(issuer.asked()).isOne();
    }

    @Test
    void key_rotated_isPickedUpAfterTenSeconds() {
        keyIds(issuer.keyId());
        issuer.rotate();

        assertThat(keyIds(issuer.keyId())).doesNotContain(issuer.keyId());
        clock.advance(Duration.ofSeconds(10));
        assertThat(keyIds(issuer.keyId())).containsExactly(issuer.keyId());
        assertThat(issuer.asked()).isEqualTo(2);
    }

    @Test
    void keyIds_madeUp_costTheIssuerOneRequestInTenSeconds() {
        keyIds(issuer.keyId());
        for (int second = 0; second < 30; second++) {
            keyIds("made-up-" + second);
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(issuer.asked()).isEqualTo(3);
    }

    @Test
    void keys_olderThanFiveMinutes_areFetchedAgain() {
        var before = issuer.keyId();
        keyIds(before);
        issuer.rotate();
        clock.advance(Duration.ofMinutes(5));

        assertThat(keyIds(before)).containsExactly(issuer.keyId());
    }

    @Test
    void issuer_awayWithKeysKnown_goesUnnoticedAndIsAskedAtTimes() {
        keyIds(issuer.keyId());
        issuer.away(true);
        clock.advance(Duration.ofHours(1));
        for (int second = 0; second < 20; second++) {
            assertThat(keyIds(issuer.keyId())).containsExactly(issuer.keyId());
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(issuer.asked()).isEqualTo(3);
    }

    @Test
    void issuer_awayFromTheStart_isUnavailableAndAskedOnceASecond() {
        issuer.away(true);
        for (int i = 0; i < 5; i++) {
            assertUnavailable();
        }
        assertThat(issuer.asked()).isOne();

        issuer.away(false);
        clock.advance(Duration.ofSeconds(1));
        assertThat(keyIds(issuer.keyId())).containsExactly(issuer.keyId());
    }

    @Test
    void issuer_refusingConnections_isUnavailable() {
        issuer.close();

        assertUnavailable();
    }

    private void assertUnavailable() {
        assertThatThrownBy(() -> keyIds(issuer.keyId()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    private List<String> keyIds(String wanted) {
        return jwks.keys(wanted).await().atMost(PATIENCE).stream()
                .map(JsonWebKey::getKeyId)
                .toList();
    }
}

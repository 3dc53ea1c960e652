package dev.grantkeeper.worker.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenClientOptions;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.testkit.authorization.Client;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
    private final ScriptableAuthorizationServer issuer = ScriptableAuthorizationServer.start(
            InstantSource.system(), Client.confidential("worker", "the-worker-secret"));
    private final AccessTokens tokens = new AccessTokens(
            new TokenClient(
                    vertx, TokenClientOptions.defaults(UrlPolicy.LOOPBACK_HTTP, List.of()), InstantSource.system()),
            UrlPolicy.LOOPBACK_HTTP,
            nanoTime::get,
            config());

    @BeforeEach
    void shortLife() {
        issuer.accessTokenLifetime(Duration.ofSeconds(100));
    }

    @AfterEach
    void close() {
        issuer.close();
        vertx.close();
    }

    @Test
    void token_askedForOften_isRequestedOnceWithItsScope() {
        var answer = new CompletableFuture<Void>();
        issuer.next(Endpoint.TOKEN, Fault.hold(answer));
        var first = tokens.token().subscribeAsCompletionStage();
        var second = tokens.token().subscribeAsCompletionStage();
        answer.complete(null);

        assertThat(first.join()).isEqualTo(second.join()).isEqualTo(await());
        assertThat(issuer.calls(Endpoint.TOKEN)).hasSize(1);
        assertThat(issuer.calls(Endpoint.TOKEN).get(0).parameters()).containsEntry("scope", "renewals");
    }

    @Test
    void token_past80PercentOfItsLife_isServedWhileTheNextIsFetched() {
        var first = await();
        var answer = new CompletableFuture<Void>();
        issuer.next(Endpoint.TOKEN, Fault.hold(answer));
        pass(Duration.ofSeconds(79));
        assertThat(await()).isEqualTo(first);
        assertThat(issuer.calls(Endpoint.TOKEN)).hasSize(1);

        pass(Duration.ofSeconds(2));
        assertThat(await()).isEqualTo(first);

        issuer.awaitCalls(Endpoint.TOKEN, 2);
        answer.complete(null);
        pass(Duration.ofSeconds(20));
        assertThat(await()).isNotEqualTo(first);
        assertThat(issuer.calls(Endpoint.TOKEN)).hasSize(2);
    }

    @Test
    void token_forgotten_isFetchedAfresh() {
        var first = await();

        tokens.forget();

        assertThat(await()).isNotEqualTo(first);
    }

    @Test
    void token_refusedByTheIssuer_failsNamingThePropertiesAndRecovers() {
        issuer.next(Endpoint.TOKEN, Fault.error(401, "invalid_client"));

        assertThatIllegalStateException()
                .isThrownBy(this::await)
                .withMessageContaining("invalid_client")
                .withMessageContaining("grantkeeper.worker.vault.token-url")
                .withMessageNotContaining("the-worker-secret");
        assertThat(await()).isNotNull();
    }

    private Token await() {
        return tokens.token().await().atMost(PATIENCE);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private VaultConfig config() {
        return new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new DurationConverter()})
                .withMapping(VaultConfig.class)
                .withDefaultValues(Map.of(
                        "grantkeeper.worker.vault.token-url",
                        issuer.uri(Endpoint.TOKEN).toString(),
                        "grantkeeper.worker.vault.client-id",
                        "worker",
                        "grantkeeper.worker.vault.client-secret",
                        "the-worker-secret"))
                .build()
                .getConfigMapping(VaultConfig.class);
    }
}

package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.LoopbackProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.egress.AddressRules;
import dev.grantkeeper.oauth2.egress.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each call that is refused, or given up, is told of once. */
class RefusalsTest {
    private static final ClientIdentity CLIENT = new ClientIdentity("the-client", Optional.of(Token.of("the-secret")));
    private static final String RENEWED = "{\"access_token\":\"at-1\"}";

    private final Vertx vertx = Vertx.vertx();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void address_forbidden_isTold() throws Exception {
        refresh(URI.create("https://10.1.2.3/token"), UrlPolicy.HTTPS_ONLY);

        assertThat(refusals).containsExactly(Refusal.ADDRESS);
    }

    @Test
    void name_ofAForbiddenAddress_isTold() throws Exception {
        refresh(URI.create("https://localhost/token"), UrlPolicy.HTTPS_ONLY);

        assertThat(refusals).containsExactly(Refusal.ADDRESS);
    }

    @Test
    void scheme_forbidden_isTold() throws Exception {
        refresh(URI.create("http://127.0.0.1:1/token"), UrlPolicy.HTTPS_ONLY);

        assertThat(refusals).containsExactly(Refusal.SCHEME);
    }

    @Test
    void answer_tooLarge_isTold() throws Exception {
        try (var provider = LoopbackProvider.answering(vertx, json(200, RENEWED + " ".repeat(2000)))) {
            refresh(provider.url("/token"), UrlPolicy.LOOPBACK_HTTP);
        }

        assertThat(refusals).containsExactly(Refusal.TOO_LARGE);
    }

    @Test
    void answer_overdue_isTold() throws Exception {
        try (var provider = LoopbackProvider.answering(vertx, response -> {})) {
            refresh(provider.url("/token"), UrlPolicy.LOOPBACK_HTTP);
        }

        assertThat(refusals).containsExactly(Refusal.OVERDUE);
    }

    @Test
    void everythingElse_isNot() throws Exception {
        try (var provider = LoopbackProvider.answering(vertx, json(200, RENEWED))) {
            refresh(provider.url("/token"), UrlPolicy.LOOPBACK_HTTP);
        }
        refresh(URI.create("https://127.0.0.1:1/token"), UrlPolicy.LOOPBACK_HTTP);

        assertThat(refusals).isEmpty();
    }

    private void refresh(URI url, UrlPolicy callable) throws Exception {
        var options = new TokenClientOptions(
                callable,
                new AddressRules(callable == UrlPolicy.LOOPBACK_HTTP, List.of()),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofMillis(1500),
                1024,
                10);
        var settings = ProviderSettings.builder(url).build(UrlPolicy.LOOPBACK_HTTP);
        try (var tokens = new TokenClient(vertx, options.telling(refusals::add), InstantSource.system())) {
            await(tokens.renew(settings, CLIENT, Optional.of(Token.of("rt-0")), List.of())
                    .settled());
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}

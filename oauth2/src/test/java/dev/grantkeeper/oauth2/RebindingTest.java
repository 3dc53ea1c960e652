package dev.grantkeeper.oauth2;

import static dev.grantkeeper.oauth2.LoopbackProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.egress.Network;
import dev.grantkeeper.oauth2.egress.TinyDns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that leads to the provider, and to this machine when it is asked for again. */
class RebindingTest {
    private static final String NAME = "rebinding.provider.example";
    private static final ClientIdentity CLIENT = new ClientIdentity("the-client", Optional.of(Token.of("the-secret")));

    @Test
    void call_nameLeadsElsewhereNextTime_goesToTheCheckedAddressOrNowhere(@TempDir Path folder) throws Exception {
        var certificate = LocalhostCertificate.generate(folder, NAME);
        certificate.trust();
        try (var dns = new TinyDns()) {
            var asked = new AtomicInteger();
            dns.answer(NAME, () -> List.of(asked.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1"));
            play(certificate, dns);
            assertThat(dns.questions(NAME)).isEqualTo(2);
        } finally {
            LocalhostCertificate.distrust();
        }
    }

    private static void play(LocalhostCertificate certificate, TinyDns dns) throws Exception {
        var vertx = Vertx.vertx(new VertxOptions().setAddressResolverOptions(dns.resolver()));
        var options = TokenClientOptions.defaults(UrlPolicy.HTTPS_ONLY, List.of(Network.of("127.0.0.2/32")));
        try (var provider = LoopbackProvider.answeringOverTlsAt(
                        vertx, "127.0.0.2", certificate.options(), json(200, "{\"access_token\":\"at-1\"}"));
                var tokens = new TokenClient(vertx, options, InstantSource.system())) {
            var settings = ProviderSettings.builder(URI.create("https://" + NAME + ":" + provider.port() + "/token"))
                    .build(UrlPolicy.HTTPS_ONLY);

            assertThat(refresh(tokens, settings)).isInstanceOf(Outcome.Renewed.class);
            assertThat(refresh(tokens, settings)).isEqualTo(new Outcome.Transient("address_not_allowed", true));

            assertThat(provider.onlyRequest().headers().get("Host")).isEqualTo(NAME + ":" + provider.port());
        } finally {
            await(vertx.close());
        }
    }

    private static Outcome refresh(TokenClient client, ProviderSettings settings) throws Exception {
        return await(client.renew(settings, CLIENT, Optional.of(Token.of("rt-0")), List.of())
                .first());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}

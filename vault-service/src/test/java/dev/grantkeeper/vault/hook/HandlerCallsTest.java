package dev.grantkeeper.vault.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.egress.AddressRules;
import dev.grantkeeper.oauth2.egress.Egress;
import dev.grantkeeper.oauth2.egress.EgressOptions;
import dev.grantkeeper.oauth2.egress.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** URLs that would lead the vault to where only it can go, as in production: none of them leads to a connection. */
class HandlerCallsTest {

    /** Where names lead that somebody else's name server would answer for. */
    private static final String HOSTS = """
            169.254.169.254 metadata.internal
            127.0.0.1 loopback.provider.example
            127.0.0.1 127.0.0.1.nip.example
            10.1.2.3 private.provider.example
            127.0.0.1 one-of-many.provider.example
            ::ffff:127.0.0.1 mapped.provider.example
            ::1 six.provider.example
            64:ff9b::7f00:1 nat64.provider.example
            127.0.0.1 xn--mnchen-3ya.example
            127.0.0.1 localhost
            """;

    private static final AtomicInteger trapped = new AtomicInteger();
    private static final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private static Vertx vertx;
    private static NetServer trap;
    private static Egress egress;

    @BeforeAll
    static void start() {
        vertx = resolvingHosts();
        trap = vertx.createNetServer()
                .connectHandler(socket -> trapped.incrementAndGet())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        egress = new Egress(
                vertx,
                new EgressOptions(
                        new AddressRules(false, List.of()),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        1024,
                        10,
                        Optional.empty(),
                        refusals::add));
    }

    /** Quarkus, where it ran before in this JVM, has all names resolved by the JDK, which knows no hosts of a test's own. */
    private static Vertx resolvingHosts() {
        var byTheJdk = System.clearProperty("vertx.disableDnsResolver");
        try {
            return Vertx.vertx(new VertxOptions()
                    .setAddressResolverOptions(new AddressResolverOptions()
                            .setHostsValue(Buffer.buffer(HOSTS))
                            .setServers(List.of("127.0.0.1:9"))));
        } finally {
            if (byTheJdk != null) {
                System.setProperty("vertx.disableDnsResolver", byTheJdk);
            }
        }
    }

    @AfterAll
    static void stop() {
        egress.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        assertThat(trapped).hasValue(0);
    }

    @TestFactory
    Stream<DynamicTest> call_hostileUrl_isRefusedAndNothingIsSent() {
        return HostileUrls.stoppedWhenCalled(trap.actualPort()).stream()
                .map(url -> DynamicTest.dynamicTest(url, () -> {
                    var before = refusals.size();

                    assertThat(called(url)).isEqualTo(new Verdict.None("address_not_allowed", false, false));

                    assertThat(trapped).hasValue(0);
                    assertThat(refusals).hasSize(before + 1).contains(Refusal.ADDRESS);
                }));
    }

    /** Registered while the development switch was on. */
    @Test
    void call_plainHttp_isRefusedAndNothingIsSent() {
        assertThat(called("http://127.0.0.1:" + trap.actualPort() + "/hook"))
                .isEqualTo(new Verdict.None("url_not_allowed", false, false));
        assertThat(trapped).hasValue(0);
    }

    @Test
    void corpus_isAllOfIt() {
        assertThat(HostileUrls.stoppedWhenStated().size()
                        + HostileUrls.stoppedWhenCalled(1).size())
                .isGreaterThanOrEqualTo(100);
    }

    private static Verdict called(String url) {
        var message = new Message(URI.create(url), Map.of("Content-Type", "application/json"), "{}");
        return new HandlerCalls(egress, UrlPolicy.HTTPS_ONLY, InstantSource.system())
                .call(message, Duration.ofSeconds(10))
                .await()
                .atMost(Duration.ofSeconds(30));
    }
}

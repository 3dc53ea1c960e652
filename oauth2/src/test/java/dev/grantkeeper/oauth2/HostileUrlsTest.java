package dev.grantkeeper.oauth2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.oauth2.egress.TinyDns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs that would lead a call to where only this machine can go: none of them leads to a connection. */
class HostileUrlsTest {
    private static final int LEAST = 80;
    private static final String NOT_ALLOWED = "address_not_allowed";
    private static final ClientIdentity CLIENT = new ClientIdentity("the-client", Optional.of(Token.of("the-secret")));

    private static final AtomicInteger trapped = new AtomicInteger();
    private static TinyDns dns;
    private static Vertx vertx;
    private static NetServer trap;
    private static TokenClient tokens;

    @BeforeAll
    static void start() throws Exception {
        dns = new TinyDns();
        dns.answer("metadata.internal", () -> List.of("169.254.169.254"));
        dns.answer("loopback.provider.example", () -> List.of("127.0.0.1"));
        dns.answer("127.0.0.1.nip.example", () -> List.of("127.0.0.1"));
        dns.answer("private.provider.example", () -> List.of("10.1.2.3"));
        dns.answer("one-of-many.provider.example", () -> List.of("93.184.215.14", "127.0.0.1"));
        dns.answer("mapped.provider.example", () -> List.of("::ffff:127.0.0.1"));
        dns.answer("six.provider.example", () -> List.of("::1"));
        dns.answer("nat64.provider.example", () -> List.of("64:ff9b::7f00:1"));
        dns.answer("xn--mnchen-3ya.example", () -> List.of("127.0.0.1"));
        vertx = Vertx.vertx(new VertxOptions().setAddressResolverOptions(dns.resolver()));
        trap = await(vertx.createNetServer()
                .connectHandler(socket -> trapped.incrementAndGet())
                .listen(0, "127.0.0.1"));
        tokens = new TokenClient(
                vertx, TokenClientOptions.defaults(UrlPolicy.HTTPS_ONLY, List.of()), InstantSource.system());
    }

    @AfterAll
    static void stop() throws Exception {
        System.out.printf(
                "%d hostile URLs, %d connections%n",
                urls("settings").count() + urls("address").count(), trapped.get());
        tokens.close();
        await(vertx.close());
        dns.close();
        assertThat(trapped).hasValue(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void settings_malformed_areRefusedNamingTheField(String url) {
        assertThatThrownBy(() -> settings(url))
                .isInstanceOfSatisfying(InvalidSettings.class, fault -> assertThat(fault.field())
                        .isEqualTo("token_url"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misleading")
    void call_misleading_isRefusedAndNothingIsSent(String url) throws Exception {
        assertThat(refresh(tokens, settings(url))).isEqualTo(refusal(url));
        assertThat(trapped).hasValue(0);
    }

    /** An address stays what it is, whereas a name may lead elsewhere the next time. */
    private static Outcome refusal(String url) {
        return URI.create(url).getHost().matches("\\[.*]|[0-9.]+")
                ? new Outcome.Misconfigured(NOT_ALLOWED)
                : new Outcome.Transient(NOT_ALLOWED, true);
    }

    @Test
    void corpus_isLarge() {
        assertThat(urls("settings").count() + urls("address").count()).isGreaterThanOrEqualTo(LEAST);
    }

    @Test
    void revocation_misleading_isNotSent() throws Exception {
        assertThat(revoke("127.0.0.1")).isEqualTo(Revocation.REFUSED);
        assertThat(revoke("localhost")).isEqualTo(Revocation.RETRY);
        assertThat(trapped).hasValue(0);
    }

    private static Revocation revoke(String host) throws Exception {
        var settings = ProviderSettings.fromJson(
                json("https://provider.example/token")
                        .put("revocation_url", "https://" + host + ":" + trap.actualPort() + "/revoke"),
                UrlPolicy.HTTPS_ONLY);
        return await(tokens.revoke(settings, CLIENT, Token.of("rt-0"), TokenType.REFRESH_TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://provider.example/token",
                "https://PROVIDER.example:8443/token?tenant=a",
                "https://a-b.c1.provider.example/oauth/v2/token",
                "https://xn--bcher-kva.example/token",
                "https://1.1.1.1/token",
                "https://[2606:4700::1111]:8443/token"
            })
    void settings_wellFormed_areTaken(String url) {
        assertThat(settings(url).tokenUrl()).isEqualTo(URI.create(url));
    }

    private static Stream<String> malformed() {
        return urls("settings");
    }

    private static Stream<String> misleading() {
        return urls("address");
    }

    private static Stream<String> urls(String stopped) {
        try (var lines = HostileUrlsTest.class.getResourceAsStream("hostile-urls.txt")) {
            return new String(lines.readAllBytes(), UTF_8)
                            .lines()
                            .filter(line -> line.startsWith(stopped + " "))
                            .map(line -> line.substring(stopped.length() + 1))
                            .map(line -> line.replace("{p}", Integer.toString(trap == null ? 8443 : trap.actualPort()))
                                    .replace("\\r", "\r")
                                    .replace("\\n", "\n")
                                    .replace("\\t", "\t"))
                            .toList()
                            .stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject json(String tokenUrl) {
        return new JsonObject()
                .put("authorization_url", "https://provider.example/authorize")
                .put("token_url", tokenUrl);
    }

    private static ProviderSettings settings(String tokenUrl) {
        return ProviderSettings.fromJson(json(tokenUrl), UrlPolicy.HTTPS_ONLY);
    }

    private static Outcome refresh(TokenClient client, ProviderSettings settings) throws Exception {
        return await(client.renew(settings, CLIENT, Optional.of(Token.of("rt-0")), List.of())
                .first());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}

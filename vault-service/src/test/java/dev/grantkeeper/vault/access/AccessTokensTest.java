package dev.grantkeeper.vault.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenClientOptions;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.testkit.MovableClock;
import dev.grantkeeper.vault.TestIssuer;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

    private final Vertx vertx = Vertx.vertx();
    private final TestIssuer issuer = TestIssuer.start();
    private final MovableClock clock = new MovableClock(Instant.now());
    private final AccessTokens tokens = tokens(Map.of(
            "grantkeeper.access.issuers.platform.issuer", issuer.uri().toString(),
            "grantkeeper.access.issuers.platform.jwks-url", issuer.jwksUrl().toString()));

    @AfterEach
    void close() {
        issuer.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void execution_good_isWhatItsTokenSays() {
        assertThat(execution(issuer.execution("acme", "notes", "ada").bearer()))
                .isEqualTo(new Execution(new Tenant("platform", "acme"), "notes", Optional.of("ada")));
        assertThat(execution(issuer.execution("acme", "notes", null).bearer()).user())
                .isEmpty();
    }

    @Test
    void scheme_ofAnyCase_isBearer() {
        var token = issuer.execution("acme", "notes", "ada").mint();

        assertThatCode(() -> execution("bEARER  " + token)).doesNotThrowAnyException();
    }

    @Test
    void token_seenBefore_isRefusedOnceExpired() {
        var bearer = issuer.execution("acme", "notes", "ada")
                .livingFor(Duration.ofSeconds(30))
                .bearer();
        execution(bearer);

        clock.advance(Duration.ofSeconds(34));
        assertThatCode(() -> execution(bearer)).doesNotThrowAnyException();
        clock.advance(Duration.ofSeconds(2));
        assertUnauthenticated(bearer);
    }

    @Test
    void token_seenBefore_needsNoKeysFromTheIssuer() {
        var bearer = issuer.execution("acme", "notes", "ada").bearer();
        execution(bearer);
        issuer.rotate();
        clock.advance(Duration.ofMinutes(6));

        assertThatCode(() -> execution(bearer)).doesNotThrowAnyException();
        assertThat(issuer.asked()).isOne();
    }

    @Test
    void token_ofAKeyRotatedAway_isRefused() {
        var old = issuer.execution("acme", "notes", "ada").bearer();
        issuer.rotate();

        assertThatCode(() -> execution(issuer.execution("acme", "notes", "ada").bearer()))
                .doesNotThrowAnyException();
        assertUnauthenticated(old);
    }

    @Test
    void token_longerThanAnyIs_isRefusedUnread() {
        assertUnauthenticated(issuer.execution("acme", "notes", "ada")
                .with("note", "x".repeat(20_000))
                .bearer());
        assertUnauthenticated("Bearer " + "a".repeat(100) + "." + "b".repeat(100));
        assertUnauthenticated("Bearer ");
        assertUnauthenticated("Bearer ..");
        assertUnauthenticated("Bearer bnVsbA.bnVsbA.");
        assertThat(issuer.asked()).isZero();
    }

    @Test
    void audience_configured_isTheOnlyOneTaken() {
        var other = tokens(Map.of(
                "grantkeeper.access.issuers.platform.issuer",
                issuer.uri().toString(),
                "grantkeeper.access.issuers.platform.jwks-url",
                issuer.jwksUrl().toString(),
                "grantkeeper.access.issuers.platform.audience",
                "vault",
                "grantkeeper.access.issuers.platform.claims.workspace",
                "org"));

        assertThat(other.execution(issuer.execution("ignored", "notes", "ada")
                                .forAudiences("vault")
                                .with("org", "acme")
                                .bearer())
                        .await()
                        .atMost(Duration.ofSeconds(10))
                        .tenant())
                .isEqualTo(new Tenant("platform", "acme"));
        assertThatThrownBy(() -> other.execution(
                                issuer.execution("acme", "notes", "ada").bearer())
                        .await()
                        .atMost(Duration.ofSeconds(10)))
                .hasMessageContaining("another audience");
    }

    @Test
    void keysOverPlainHttpFromElsewhere_stopStartUpNamingTheProperty() {
        assertThatThrownBy(() -> tokens(Map.of(
                        "grantkeeper.access.issuers.platform.issuer",
                        "https://issuer.example",
                        "grantkeeper.access.issuers.platform.jwks-url",
                        "http://issuer.example/jwks")))
                .hasMessageContaining("grantkeeper.access.issuers.platform.jwks-url must be an https URL");
    }

    @Test
    void issuers_none_stopStartUpNamingTheProperty() {
        assertThatThrownBy(() -> tokens(Map.of())).hasMessageContaining("grantkeeper.access.issuers.<alias>.issuer");
    }

    private Execution execution(String authorization) {
        return tokens.execution(authorization).await().atMost(Duration.ofSeconds(10));
    }

    private void assertUnauthenticated(String authorization) {
        assertThatThrownBy(() -> execution(authorization))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAUTHENTICATED));
    }

    private AccessTokens tokens(Map<String, String> settings) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AccessConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(AccessConfig.class);
        var client = new TokenClient(vertx, TokenClientOptions.defaults(UrlPolicy.LOOPBACK_HTTP, List.of()), clock);
        return new AccessTokens(config, UrlPolicy.LOOPBACK_HTTP, client, clock);
    }
}

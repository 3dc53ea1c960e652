package dev.grantkeeper.testkit.authorization;

import static dev.grantkeeper.testkit.authorization.Browser.error;
import static dev.grantkeeper.testkit.authorization.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.testkit.MovableClock;
import dev.grantkeeper.testkit.authorization.GrantState.Revocation;
import dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason;
import dev.grantkeeper.testkit.authorization.TokenName.Kind;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPolicyTest {

    private final MovableClock clock = MovableClock.atFixedStart();
    private final ScriptableAuthorizationServer server =
            ScriptableAuthorizationServer.start(clock, Browser.CONFIDENTIAL, Browser.PUBLIC);
    private final Browser browser = new Browser(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void policy_ofOneClient_leavesTheOthers() throws Exception {
        server.policy("app", TokenPolicy.of(Rotation.none()).accessLife(seconds(7), seconds(7)));

        var tokens = browser.connect(Map.of());
        assertThat(tokens.getInteger("expires_in")).isEqualTo(7);
        assertThat(refreshed(tokens).containsKey("refresh_token")).isFalse();

        server.policy("app", TokenPolicy.of(Rotation.strict()));
        server.policy("spa", TokenPolicy.of(Rotation.none()).accessLife(seconds(7), seconds(7)));
        assertThat(browser.connect(Map.of()).getInteger("expires_in")).isEqualTo(600);
    }

    @Test
    void accessLife_ofARange_isDrawnAndNeverShorterThanPromised() throws Exception {
        server.policy("app", TokenPolicy.of(Rotation.none()).accessLife(seconds(10), seconds(30)));
        server.seed(1);
        var tokens = browser.connect(Map.of());
        var lives = new HashSet<Integer>();

        for (int i = 0; i < 50; i++) {
            var renewed = refreshed(tokens);
            int promised = renewed.getInteger("expires_in");
            lives.add(promised);
            var end = json(browser.post(Endpoint.INTROSPECTION, Map.of("token", renewed.getString("access_token"))))
                    .getLong("exp");
            assertThat(promised).isBetween(10, 30);
            assertThat(Instant.ofEpochSecond(end + 1)).isAfter(clock.instant().plusSeconds(promised));
        }

        assertThat(lives).hasSizeGreaterThan(10);
    }

    @Test
    void refreshLife_unusedForLonger_tokenIsDead() throws Exception {
        server.policy("app", TokenPolicy.of(Rotation.strict()).refreshLife(seconds(60)));
        var tokens = browser.connect(Map.of());
        assertThat(tokens.getInteger("refresh_token_expires_in")).isEqualTo(60);

        clock.advance(seconds(59));
        var renewed = refreshed(tokens);
        clock.advance(seconds(60));

        assertThat(browser.active(renewed.getString("refresh_token"))).isFalse();
        assertThat(error(browser.refresh(renewed.getString("refresh_token")))).isEqualTo("400 invalid_grant");
    }

    @Test
    void refreshLife_notRotatedAndUsed_startsAgain() throws Exception {
        server.policy("app", TokenPolicy.of(Rotation.none()).refreshLife(seconds(60)));
        var tokens = browser.connect(Map.of());

        for (int i = 0; i < 3; i++) {
            clock.advance(seconds(59));
            assertThat(refreshed(tokens).getInteger("refresh_token_expires_in")).isEqualTo(60);
        }
    }

    @Test
    void names_ofTokens_tellGrantAndSerial() throws Exception {
        var first = browser.connect(Map.of());
        var second = refreshed(first);
        String grant =
                TokenName.parse(first.getString("access_token")).orElseThrow().grant();

        assertThat(TokenName.parse(first.getString("refresh_token"))).hasValue(new TokenName(Kind.REFRESH, grant, 1));
        assertThat(TokenName.parse(second.getString("access_token"))).hasValue(new TokenName(Kind.ACCESS, grant, 2));
        assertThat(TokenName.parse(second.getString("refresh_token"))).hasValue(new TokenName(Kind.REFRESH, grant, 2));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "at_1_2", "xt_1_2_abc", "at_1_0_abc", "at_1_99999999999_abc", "at__1_abc"})
    void parse_whatWasNotIssued_isEmpty(String token) {
        assertThat(TokenName.parse(token)).isEmpty();
    }

    @Test
    void grant_usedAndReused_tellsWhen() throws Exception {
        var granted = clock.instant();
        var tokens = browser.connect(Map.of());
        clock.advance(seconds(1));
        refreshed(tokens);
        var state = grantOf(tokens);

        assertThat(state.client()).isEqualTo("app");
        assertThat(state.grantedAt()).isEqualTo(granted);
        assertThat(state.serial()).isEqualTo(2);
        assertThat(state.usedAt()).isEqualTo(Map.of(1, granted.plusSeconds(1)));
        assertThat(state.isAlive()).isTrue();

        clock.advance(seconds(1));
        refreshed(tokens);
        assertThat(grantOf(tokens).revocation()).hasValue(new Revocation(Reason.REUSE, granted.plusSeconds(2)));
    }

    @Test
    void grant_revokedByClientOrUser_tellsWhom() throws Exception {
        var byClient = browser.connect(Map.of());
        browser.post(Endpoint.REVOCATION, Map.of("token", byClient.getString("refresh_token")));
        clock.advance(seconds(1));
        var byUser = browser.connect(Map.of());
        server.revokeGrants("ada");

        assertThat(grantOf(byClient).revocation())
                .hasValue(new Revocation(Reason.CLIENT, clock.instant().minusSeconds(1)));
        assertThat(grantOf(byUser).revocation()).hasValue(new Revocation(Reason.USER, clock.instant()));
        assertThat(server.grantsOf("app")).hasSize(2).isEqualTo(server.grants());
        assertThat(server.grantsOf("spa")).isEmpty();
        assertThat(server.grant("nobody's")).isEmpty();
    }

    @Test
    void new_longestUnderShortest_isRefused() {
        assertThatThrownBy(() -> TokenPolicy.of(Rotation.none()).accessLife(seconds(2), seconds(1)))
                .hasMessageContaining("PT2S to PT1S");
    }

    private GrantState grantOf(JsonObject tokens) {
        var name = TokenName.parse(tokens.getString("refresh_token")).orElseThrow();
        return server.grant(name.grant()).orElseThrow();
    }

    private JsonObject refreshed(JsonObject tokens) throws Exception {
        return json(browser.refresh(tokens.getString("refresh_token")));
    }

    private static Duration seconds(long count) {
        return Duration.ofSeconds(count);
    }
}

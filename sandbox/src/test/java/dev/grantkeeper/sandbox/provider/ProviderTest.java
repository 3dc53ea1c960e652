package dev.grantkeeper.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.sandbox.Http;
import dev.grantkeeper.sandbox.Http.Answer;
import dev.grantkeeper.sandbox.ProviderUser;
import dev.grantkeeper.sandbox.SandboxTest;
import dev.grantkeeper.sandbox.platform.Address;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@SandboxTest
@ExtendWith(OutputCaptureExtension.class)
class ProviderTest {

    private final Http http;
    private final App app;
    private final ProviderUser ada = new ProviderUser("ada", "password-of-ada");

    ProviderTest(Address address) {
        http = new Http(address.origin());
        app = new App(http);
    }

    @Test
    void authorize_signedInAndConsented_givesOpaqueTokensThatTheApiAccepts() throws Exception {
        Answer tokens = app.connect(ada);

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.json().get("expires_in").asInt()).isBetween(8, 10);
        assertThat(accessToken(tokens)).doesNotContain(".");
        assertThat(app.isActive(accessToken(tokens))).isTrue();
        Answer added = app.addProspect(accessToken(tokens));
        assertThat(added.status()).isEqualTo(200);
        assertThat(added.json().get("data").get("addedBy").asString()).isEqualTo("ada");
    }

    @Test
    void authorize_firstTime_asksForConsentOnlyOnce() throws Exception {
        ProviderUser bob = new ProviderUser("bob", "password-of-bob");
        app.connect(bob);

        URI again = bob.authorize(app.link(), App.CALLBACK);

        assertThat(App.query(again)).containsKey("code").containsEntry("state", "state-1");
    }

    @Test
    void authorize_wrongPassword_isRefused() {
        ProviderUser stranger = new ProviderUser("ada", "password-of-bob");

        assertThatThrownBy(() -> app.connect(stranger)).hasMessage("The provider refused the password of ada");
    }

    @Test
    void authorize_withoutPkce_isRefused() throws Exception {
        URI answer = ada.authorize(app.link(Map.of()), App.CALLBACK);

        assertThat(App.query(answer)).containsEntry("error", "invalid_request").doesNotContainKey("code");
    }

    @Test
    void token_wrongClientSecret_isRefusedAndCountsNoPresentation() throws Exception {
        String refreshToken = refreshToken(app.connect(ada));

        Answer answer = http.postForm(
                "/oauth2/token",
                Http.basic("email-sequencer", "wrong"),
                Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("error").asString()).isEqualTo("invalid_client");
        assertThat(entryOf(refreshToken)).isNull();
    }

    @Test
    void token_clientSecretInBody_isAccepted() throws Exception {
        String refreshToken = refreshToken(app.connect(ada));

        Answer answer = http.postForm(
                "/oauth2/token",
                "",
                Map.of(
                        "grant_type", "refresh_token",
                        "refresh_token", refreshToken,
                        "client_id", "email-sequencer",
                        "client_secret", "client-secret-1"));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void refresh_eachTokenOnce_rotatesAndCountsEachOnce() throws Exception {
        String first = refreshToken(app.connect(ada));
        Answer second = app.refresh(first);
        Answer third = app.refresh(refreshToken(second));

        assertThat(List.of(second.status(), third.status())).containsOnly(200);
        assertThat(List.of(first, refreshToken(second), refreshToken(third))).doesNotHaveDuplicates();
        assertThat(app.isActive(accessToken(third))).isTrue();
        for (String token : List.of(first, refreshToken(second))) {
            JsonNode entry = entryOf(token);
            assertThat(entry.get("presented").asInt()).isEqualTo(1);
            assertThat(entry.get("refused").asInt()).isZero();
            assertThat(entry.get("user").asString()).isEqualTo("ada");
        }
        assertThat(entryOf(refreshToken(third))).isNull();
    }

    @Test
    void refresh_olderAccessToken_worksUntilTheGrantEnds() throws Exception {
        Answer first = app.connect(ada);
        Answer second = app.refresh(refreshToken(first));

        assertThat(app.isActive(accessToken(first))).isTrue();
        assertThat(app.isActive(accessToken(second))).isTrue();
        assertThat(app.addProspect(accessToken(first)).status()).isEqualTo(200);
        app.refresh(refreshToken(first));
        assertThat(app.isActive(accessToken(first))).isFalse();
    }

    @Test
    void revocation_ofAnOlderAccessToken_endsOnlyThat() throws Exception {
        Answer first = app.connect(ada);
        Answer second = app.refresh(refreshToken(first));

        http.postForm("/oauth2/revoke", App.CREDENTIALS, Map.of("token", accessToken(first)));

        assertThat(app.isActive(accessToken(first))).isFalse();
        assertThat(app.isActive(accessToken(second))).isTrue();
        assertThat(app.refresh(refreshToken(second)).status()).isEqualTo(200);
    }

    @Test
    void revocation_ofTheRefreshToken_deactivatesOlderAccessTokensToo() throws Exception {
        Answer first = app.connect(ada);
        Answer second = app.refresh(refreshToken(first));

        http.postForm("/oauth2/revoke", App.CREDENTIALS, Map.of("token", refreshToken(second)));

        assertThat(app.isActive(accessToken(first))).isFalse();
        assertThat(app.isActive(accessToken(second))).isFalse();
    }

    @Test
    void refresh_rotatedTokenComesBack_isRefusedCountedAndKillsTheGrant() throws Exception {
        String first = refreshToken(app.connect(ada));
        Answer second = app.refresh(first);

        Answer reuse = app.refresh(first);

        assertThat(reuse.status()).isEqualTo(400);
        assertThat(reuse.json().get("error").asString()).isEqualTo("invalid_grant");
        assertThat(entryOf(first).get("presented").asInt()).isEqualTo(2);
        assertThat(entryOf(first).get("refused").asInt()).isEqualTo(1);
        assertThat(app.isActive(accessToken(second))).isFalse();
        assertThat(app.refresh(refreshToken(second)).status()).isEqualTo(400);
        JsonNode summary = http.get("/provider/refreshes").json();
        assertThat(summary.get("most_presentations").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(summary.get("refused").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(summary.get("distinct").asInt())
                .isEqualTo(summary.get("tokens").size());
    }

    @RepeatedTest(5)
    void refresh_sameTokenManyTimesAtOnce_oneWinsAndTheGrantDies() throws Exception {
        String token = refreshToken(app.connect(ada));
        Callable<Answer> refresh = () -> app.refresh(token);
        ExecutorService all = Executors.newFixedThreadPool(8);
        try {
            List<Answer> won = new ArrayList<>();
            for (Future<Answer> answer : all.invokeAll(Collections.nCopies(8, refresh))) {
                if (answer.get().status() == 200) {
                    won.add(answer.get());
                }
            }

            assertThat(won).hasSize(1);
            assertThat(app.isActive(accessToken(won.get(0)))).isFalse();
            assertThat(entryOf(token).get("presented").asInt()).isEqualTo(8);
        } finally {
            all.shutdown();
        }
    }

    @Test
    void revocation_ofTheRefreshToken_deactivatesBoth() throws Exception {
        Answer tokens = app.connect(ada);

        Answer revoked = http.postForm("/oauth2/revoke", App.CREDENTIALS, Map.of("token", refreshToken(tokens)));

        assertThat(revoked.status()).isEqualTo(200);
        assertThat(app.isActive(accessToken(tokens))).isFalse();
        assertThat(app.isActive(refreshToken(tokens))).isFalse();
        assertThat(app.addProspect(accessToken(tokens)).status()).isEqualTo(401);
    }

    @Test
    void revoke_byTheUser_endsTheirGrantsOnlyAndAllowsANewOne() throws Exception {
        Answer adas = app.connect(ada);
        Answer bobs = app.connect(new ProviderUser("bob", "password-of-bob"));

        Answer revoked = http.postForm("/provider/grants/ada/revoke", "", Map.of());

        assertThat(revoked.json().get("revoked").asInt()).isPositive();
        assertThat(app.isActive(accessToken(adas))).isFalse();
        assertThat(app.isActive(accessToken(bobs))).isTrue();
        assertThat(app.refresh(refreshToken(adas)).json().get("error").asString())
                .isEqualTo("invalid_grant");
        assertThat(app.isActive(accessToken(app.connect(ada)))).isTrue();
    }

    @Test
    void api_unknownToken_is401() throws Exception {
        Answer answer = app.addProspect("not-a-token");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.raw().headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Bearer error=\"invalid_token\"");
    }

    @Test
    void metadata_namesTheEndpoints() throws Exception {
        JsonNode metadata = http.get("/.well-known/oauth-authorization-server").json();

        assertThat(metadata.get("issuer").asString()).isEqualTo(http.uri("").toString());
        assertThat(metadata.get("token_endpoint").asString())
                .isEqualTo(http.uri("/oauth2/token").toString());
    }

    @Test
    void output_afterGoodAndBadRequests_holdsNoTokenOrSecret(CapturedOutput output) throws Exception {
        Answer tokens = app.connect(ada);
        app.refresh(refreshToken(tokens));
        app.refresh(refreshToken(tokens));
        app.addProspect(accessToken(tokens));

        assertThat(output.getAll())
                .doesNotContain(
                        accessToken(tokens), refreshToken(tokens), "client-secret-1", "password-of-ada", "bootstrap-1");
    }

    private JsonNode entryOf(String refreshToken) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(refreshToken.getBytes()));
        for (JsonNode entry : http.get("/provider/refreshes").json().get("tokens")) {
            if (entry.get("sha256").asString().equals(sha256)) {
                return entry;
            }
        }
        return null;
    }

    private static String accessToken(Answer tokens) {
        return tokens.json().get("access_token").asString();
    }

    private static String refreshToken(Answer tokens) {
        return tokens.json().get("refresh_token").asString();
    }
}

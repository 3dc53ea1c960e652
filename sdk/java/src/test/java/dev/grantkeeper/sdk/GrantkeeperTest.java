package dev.grantkeeper.sdk;

import static dev.grantkeeper.sdk.FakeVault.problem;
import static dev.grantkeeper.sdk.FakeVault.rejection;
import static dev.grantkeeper.sdk.FakeVault.served;
import static dev.grantkeeper.sdk.FakeVault.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grantkeeper.sdk.Connection.Owner;
import dev.grantkeeper.sdk.FakeVault.Reply;
import dev.grantkeeper.testkit.LoopbackPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantkeeperTest {

    private final FakeVault vault = new FakeVault();
    private final AtomicInteger executions = new AtomicInteger();
    private final Grantkeeper grantkeeper = Grantkeeper.at(vault.uri(), () -> "token-" + executions.incrementAndGet())
            .build();

    @AfterEach
    void close() {
        vault.close();
    }

    @Test
    void getUserConnection_served_isAllThatTheVaultSaid() {
        vault.answers(served("at-1", 7));

        var connection = grantkeeper.getUserConnection();

        assertThat(connection)
                .isEqualTo(new Connection(
                        UUID.fromString(FakeVault.CONNECTION),
                        "at-1",
                        Connection.Type.OAUTH2,
                        new Owner("user", "ada"),
                        new Owner("user", "ada"),
                        Optional.of(Instant.parse("2026-11-23T12:00:00Z")),
                        List.of("read", "write"),
                        7,
                        Map.of("team", "T1")));
        var asked = vault.asked().get(0);
        assertThat(asked.uri()).hasToString("/v1/lookup/user-connection");
        assertThat(asked.header("Authorization")).isEqualTo("Bearer token-1");
    }

    @Test
    void connection_printed_hasNoValue() {
        vault.answers(served("at-1", 7));

        assertThat(grantkeeper.getUserConnection().toString())
                .contains(FakeVault.CONNECTION, "generation 7")
                .doesNotContain("at-1");
    }

    @Test
    void getWorkspaceConnection_withOptions_sendsThem() {
        vault.answers(served("at-1", 7));

        grantkeeper.getWorkspaceConnection(LookupOptions.DEFAULTS
                .minTtl(Duration.ofMillis(60_001))
                .requiredScopes("mail.read", "mail&send")
                .prompt(false));

        assertThat(vault.asked().get(0).uri())
                .hasToString("/v1/lookup/workspace-connection?min_ttl=61&required_scopes=mail.read+mail%26send"
                        + "&prompt=false");
    }

    @Test
    void address_withPath_isKept() {
        vault.answers(served("at-1", 7));

        Grantkeeper.at(URI.create(vault.uri() + "/gk"), () -> "token").build().getUserConnection();

        assertThat(vault.asked().get(0).uri()).hasToString("/gk/v1/lookup/user-connection");
    }

    @Test
    void reportRejected_ofConnection_sendsItsIdAndGeneration() {
        vault.answers(served("at-1", 7), rejection(8, "newer_value"));

        var rejection = grantkeeper.reportRejected(grantkeeper.getUserConnection());

        assertThat(rejection).isEqualTo(new Rejection(8, Rejection.Action.NEWER_VALUE));
        var asked = vault.asked().get(1);
        assertThat(asked.method() + " " + asked.uri()).isEqualTo("POST /v1/lookup/rejections");
        assertThat(asked.body()).isEqualTo("{\"connection_id\":\"" + FakeVault.CONNECTION + "\",\"generation\":7}");
    }

    @ParameterizedTest
    @CsvSource({
        "424,NO_USER,NoUser",
        "424,PROVIDER_MISCONFIGURED,ProviderMisconfigured",
        "404,NOT_CONFIGURED,NotConfigured",
        "404,NOT_FOUND,NotFound",
        "400,INVALID,InvalidRequest",
        "401,UNAUTHENTICATED,Unauthenticated",
        "403,FORBIDDEN,Forbidden",
        "500,INTERNAL,VaultFault"
    })
    void failure_finalOne_isItsTypeAndNotRetried(int status, String reason, String type) {
        vault.answers(problem(status, reason, ""));

        assertThatThrownBy(grantkeeper::getUserConnection)
                .isInstanceOf(GrantkeeperException.class)
                .hasMessage("detail of " + reason)
                .satisfies(failure -> {
                    assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
                    assertThat(((GrantkeeperException) failure).reason()).isEqualTo(reason);
                });
        assertThat(vault.asked()).hasSize(1);
    }

    @Test
    void authRequired_prompted_carriesLinkAndPromptAndCause() {
        vault.answers(problem(424, "AUTH_REQUIRED", """
                ,"cause":"scopes_missing","missing_scopes":"a b","prompt_id":"%s",
                "connect_url":"https://vault.example.com/connect/1\"""".formatted(FakeVault.CONNECTION)));

        var failure = catchThrowableOfType(AuthRequired.class, grantkeeper::getUserConnection);

        assertThat(failure.why()).isEqualTo("scopes_missing");
        assertThat(failure.link()).contains(URI.create("https://vault.example.com/connect/1"));
        assertThat(failure.promptId()).contains(UUID.fromString(FakeVault.CONNECTION));
        assertThat(failure.missingScopes()).containsExactly("a", "b");
        assertThat(failure.getStackTrace()[0].getClassName()).contains("dev.grantkeeper.sdk");
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(getClass().getName()));
    }

    @Test
    void authRequired_nobodyPrompted_hasNoLink() {
        vault.answers(problem(424, "AUTH_REQUIRED", ",\"cause\":\"never_connected\""));

        var failure = catchThrowableOfType(AuthRequired.class, grantkeeper::getUserConnection);

        assertThat(failure.link()).isEmpty();
        assertThat(failure.promptId()).isEmpty();
        assertThat(failure.missingScopes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"503,RENEWING", "503,UNAVAILABLE", "502,", "504,", "429,"})
    void failure_transient_isRetriedWithAFreshToken(int status, String reason) {
        var away = reason == null ? new Reply(status, Map.of(), "<html>") : problem(status, reason, "");
        vault.answers(away, away, served("at-1", 7));

        assertThat(grantkeeper.getUserConnection().value()).isEqualTo("at-1");

        assertThat(vault.asked().stream().map(asked -> asked.header("Authorization")))
                .containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-3");
    }

    @Test
    void failure_transientBeyondTheDeadline_isUnavailableAtOnceWithRetryAfter() {
        vault.answers(any -> problem(503, "RENEWING", "", "Retry-After", "30"));

        var failure = catchThrowableOfType(
                Unavailable.class,
                () -> grantkeeper.getUserConnection(LookupOptions.DEFAULTS.timeout(Duration.ofSeconds(20))));

        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(failure.reason()).isEqualTo("RENEWING");
        assertThat(vault.asked()).hasSize(1);
    }

    @Test
    void vault_silent_isUnavailableAtTheDeadline() {
        vault.answers(silence());
        long asked = System.nanoTime();

        assertThatThrownBy(() -> grantkeeper.getUserConnection(LookupOptions.DEFAULTS.timeout(Duration.ofMillis(300))))
                .isInstanceOf(Unavailable.class);

        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @CsvSource({"500,wait=0", "1500,wait=1", "30000,wait=29"})
    void deadline_set_isSentOn(long millis, String wait) {
        vault.answers(served("at-1", 7));

        grantkeeper.getUserConnection(LookupOptions.DEFAULTS.timeout(Duration.ofMillis(millis)));

        assertThat(vault.asked().get(0).header("Prefer")).isEqualTo(wait);
    }

    @Test
    void vault_awayAndBack_isAskedUntilItAnswers() throws Exception {
        int port = LoopbackPorts.free();
        var client = Grantkeeper.at(URI.create("http://127.0.0.1:" + port), () -> "token")
                .timeout(Duration.ofSeconds(30))
                .build();

        var answer = client.getUserConnectionAsync(LookupOptions.DEFAULTS);
        assertThat(answer).isNotDone();
        try (var back = new FakeVault(port).answers(any -> served("at-1", 7))) {
            assertThat(answer.get().value()).isEqualTo("at-1");
        }
    }

    @Test
    void vault_away_isUnavailableBecauseOfThat() {
        var client = Grantkeeper.at(URI.create("http://127.0.0.1:" + LoopbackPorts.free()), () -> "token")
                .timeout(Duration.ofMillis(300))
                .build();

        assertThatThrownBy(client::getUserConnection)
                .isInstanceOf(Unavailable.class)
                .hasCauseInstanceOf(IOException.class);
    }

    /** The other call's tries take longer than the first try again of the one cancelled would. */
    @Test
    void call_cancelled_isNotRepeated() {
        var away = problem(503, "UNAVAILABLE", "");
        var cancelled = new AtomicReference<CompletableFuture<Connection>>();
        var first = new CompletableFuture<Void>();
        var others = new AtomicInteger();
        vault.answers(asked -> {
            if (asked.header("Authorization").equals("Bearer other")) {
                return others.incrementAndGet() < 4 ? away : served("at-1", 7);
            }
            if (cancelled.get() != null) {
                first.complete(null);
            }
            return away;
        });
        cancelled.set(grantkeeper.getUserConnectionAsync(LookupOptions.DEFAULTS));
        first.join();
        cancelled.get().cancel(true);
        int asked = executions.get();

        var other = Grantkeeper.at(vault.uri(), () -> "other").build();
        assertThat(other.getUserConnection().value()).isEqualTo("at-1");

        assertThat(executions).hasValue(asked);
        assertThat(cancelled.get()).isCancelled();
    }

    @Test
    @Timeout(60)
    void answer_thatStopsInTheMiddle_isUnavailableAtTheDeadline() {
        vault.answers(FakeVault.half(served("at-1", 7)));

        assertThatThrownBy(() -> grantkeeper.getUserConnection(LookupOptions.DEFAULTS.timeout(Duration.ofMillis(500))))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void thread_interrupted_stopsWaitingAndStaysMarked() {
        vault.answers(silence());

        Thread.currentThread().interrupt();

        assertThatThrownBy(grantkeeper::getUserConnection)
                .isInstanceOf(Unavailable.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>sk-12345",
                "[]",
                "{\"value\":\"sk-12345\"}",
                "{\"id\":\"sk-12345\",\"value\":\"sk-12345\",\"generation\":1}",
                "{\"id\":\"3f0c5d52-8a61-4b0e-9a53-5f6f1f9d2c11\",\"value\":\"sk-12345\",\"generation\":\"7\"",
                "{\"id\":\"3f0c5d52-8a61-4b0e-9a53-5f6f1f9d2c11\",\"value\":\"\",\"generation\":7}"
            })
    void answer_thatIsNoConnection_isVaultFaultThatQuotesNothing(String body) {
        vault.answers(new Reply(200, Map.of(), body));

        assertThatThrownBy(grantkeeper::getUserConnection)
                .isInstanceOf(VaultFault.class)
                .hasNoCause()
                .hasMessageNotContaining("sk-12345");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "to ken", "token\n", "tökn"})
    void token_thatNoHeaderCarries_isNotQuoted(String token) {
        var client = Grantkeeper.at(vault.uri(), () -> token).build();

        assertThatThrownBy(client::getUserConnection)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("access token")
                .hasNoCause();
        assertThat(vault.asked()).isEmpty();
    }

    @Test
    void tokenSupplier_throwing_isWhatTheCallThrows() {
        var client = Grantkeeper.at(vault.uri(), () -> {
                    throw new IllegalStateException("no execution here");
                })
                .build();

        assertThatThrownBy(client::getUserConnection).hasMessage("no execution here");
        assertThatThrownBy(() ->
                        client.getUserConnectionAsync(LookupOptions.DEFAULTS).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("no execution here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"vault", "ftp://vault", "http://vault.example.com", "https://vault/?a=b", "http://127.0.0.1.evil"
            })
    void address_thatIsNoVaults_isRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Grantkeeper.at(URI.create(address), () -> "token").build())
                .withMessageContaining("vault's address");
    }

    @Test
    void address_plaintext_isAllowedWhereAskedFor() {
        var builder = Grantkeeper.at(URI.create("http://vault.mesh"), () -> "token");

        assertThat(builder.plaintextOffLoopback().build()).isNotNull();
    }

    @Test
    void redirect_byWhatAnswers_isNotFollowed() {
        vault.answers(new Reply(302, Map.of("Location", vault.uri() + "/elsewhere"), ""));

        assertThatThrownBy(grantkeeper::getUserConnection).isInstanceOf(VaultFault.class);

        assertThat(vault.asked()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> Grantkeeper.at(vault.uri(), () -> "token")
                .http(HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()));
    }
}

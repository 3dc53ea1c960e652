package dev.grantkeeper.testkit.authorization;

import static dev.grantkeeper.testkit.authorization.Browser.json;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.MovableClock;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenCallTest {

    private final MovableClock clock = MovableClock.atFixedStart();
    private final ScriptableAuthorizationServer server =
            ScriptableAuthorizationServer.start(clock, Browser.CONFIDENTIAL);
    private final Browser browser = new Browser(server);
    private final BlockingQueue<TokenCall> told = new LinkedBlockingQueue<>();
    private String token;
    private String grant;

    @BeforeEach
    void connect() throws Exception {
        server.listener(told::add);
        token = browser.connect(Map.of()).getString("refresh_token");
        grant = TokenName.parse(token).orElseThrow().grant();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listener_redeemedCode_tellsWhatWasIssued() throws Exception {
        var call = next();

        assertThat(call.client()).isEqualTo("app");
        assertThat(call.grantType()).isEqualTo("authorization_code");
        assertThat(call.grant()).hasValue(grant);
        assertThat(call.presented()).isEmpty();
        assertThat(call.issued()).hasValue(1);
        assertThat(call.arrivedAt()).isEqualTo(clock.instant());
        assertThat(call.committedAt()).hasValue(clock.instant());
        assertThat(call.accessExpiresAt()).hasValue(clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(call.answeredAt()).hasValue(clock.instant());
        assertThat(call.refusal()).isEmpty();
        assertThat(call.fault()).isEmpty();
    }

    @Test
    void listener_refreshAndItsReuse_tellsSerialsAndRefusal() throws Exception {
        next();
        browser.refresh(token);
        browser.refresh(token);

        assertThat(next()).returns(2, call -> call.issued().orElseThrow());
        var reused = next();
        assertThat(reused.grant()).hasValue(grant);
        assertThat(reused.presented()).hasValue(1);
        assertThat(reused.committedAt()).isEmpty();
        assertThat(reused.issued()).isEmpty();
        assertThat(reused.refusal()).hasValue("invalid_grant");
        assertThat(reused.answeredAt()).isPresent();
    }

    @Test
    void listener_faultInsteadOfCommit_isNamedAndNothingWasIssued() throws Exception {
        next();
        server.next(Endpoint.TOKEN, Fault.tooManyRequests(Optional.of(Duration.ofSeconds(5))));
        browser.refresh(token);

        var call = next();
        assertThat(call.fault()).hasValue("429 with Retry-After");
        assertThat(call.presented()).hasValue(1);
        assertThat(call.committedAt()).isEmpty();
        assertThat(call.refusal()).isEmpty();
        assertThat(call.answeredAt()).isPresent();
    }

    @Test
    void listener_cutAfterCommit_wasIssuedAndNotAnswered() throws Exception {
        next();
        server.next(Endpoint.TOKEN, Fault.cutAfterCommit());
        CompletableFuture.runAsync(() -> quietly(token));

        var call = next();
        assertThat(call.issued()).hasValue(2);
        assertThat(call.committedAt()).isPresent();
        assertThat(call.answeredAt()).isEmpty();
    }

    @Test
    void listener_clientGoneBeforeTheCommit_commitsAndIsNotAnswered() throws Exception {
        next();
        var gate = new CompletableFuture<Void>();
        server.next(Endpoint.TOKEN, Fault.hold(gate));
        leaveAfterAsking();
        server.awaitCalls(Endpoint.TOKEN, 2);
        assertThat(told.poll(100, MILLISECONDS)).isNull();
        gate.complete(null);

        var call = next();
        assertThat(call.issued()).hasValue(2);
        assertThat(call.answeredAt()).isEmpty();
        assertThat(server.grant(grant).orElseThrow().serial()).isEqualTo(2);
    }

    @Test
    void listener_silenceUntilTheClientLeaves_isNotAnswered() throws Exception {
        next();
        server.next(Endpoint.TOKEN, Fault.silenceAfterCommit());
        leaveAfterAsking();

        var call = next();
        assertThat(call.fault()).hasValue("silenceAfterCommit");
        assertThat(call.issued()).hasValue(2);
        assertThat(call.answeredAt()).isEmpty();
    }

    @Test
    void recordNothing_fromThenOn_keepsNoCallsAndStillTells() throws Exception {
        next();
        server.recordNothing();
        browser.refresh(token);

        assertThat(next().issued()).hasValue(2);
        assertThat(server.calls()).isEmpty();
        assertThat(server.issuedSecrets()).isEmpty();
    }

    @Test
    void latency_someTime_isTakenByEachTokenAnswerAlone() throws Exception {
        server.latency(Duration.ofMillis(120), Duration.ofMillis(150), 7);
        long begun = System.nanoTime();
        String second = json(browser.refresh(token)).getString("refresh_token");
        long refreshed = System.nanoTime();

        assertThat(Duration.ofNanos(refreshed - begun)).isGreaterThan(Duration.ofMillis(118));

        server.latency(Duration.ZERO, Duration.ZERO, 7);
        assertThat(browser.refresh(second).statusCode()).isEqualTo(200);
    }

    /** Sends a whole request and closes the connection without reading. */
    private void leaveAfterAsking() throws IOException {
        var body = "grant_type=refresh_token&client_id=app&client_secret="
                + Browser.encode(Browser.CONFIDENTIAL.secret().orElseThrow()) + "&refresh_token=" + token;
        var request = "POST /token HTTP/1.1\r\nHost: provider\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        try (var socket = new Socket(server.issuer().getHost(), server.issuer().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            server.awaitCalls(Endpoint.TOKEN, 2);
        }
    }

    private void quietly(String refreshToken) {
        try {
            browser.refresh(refreshToken);
        } catch (Exception cut) {
            assertThat(cut).isInstanceOf(IOException.class);
        }
    }

    private TokenCall next() throws InterruptedException {
        var call = told.poll(20, SECONDS);
        assertThat(call).as("a call that ended").isNotNull();
        return call;
    }
}

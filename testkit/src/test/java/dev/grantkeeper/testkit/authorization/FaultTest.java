package dev.grantkeeper.testkit.authorization;

import static dev.grantkeeper.testkit.authorization.Browser.error;
import static dev.grantkeeper.testkit.authorization.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.testkit.MovableClock;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {

    private final ScriptableAuthorizationServer server =
            ScriptableAuthorizationServer.start(MovableClock.atFixedStart(), Browser.CONFIDENTIAL);
    private final Browser browser = new Browser(server);
    private String token;

    @BeforeEach
    void connect() throws Exception {
        token = browser.connect(Map.of()).getString("refresh_token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answer_once_doesNotCommitAndTheNextCallIsWell() throws Exception {
        server.next(Endpoint.TOKEN, Fault.answer(429, Map.of("Retry-After", "7"), "<html>slow down</html>"));

        var answer = browser.refresh(token);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(answer.body()).isEqualTo("<html>slow down</html>");
        assertThat(browser.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void script_ofSeveral_playsInOrderThenHabit() throws Exception {
        server.always(Endpoint.TOKEN, Fault.error(503, "temporarily_unavailable"));
        server.next(Endpoint.TOKEN, Fault.error(400, "invalid_request"), Fault.NONE);

        assertThat(error(browser.refresh(token))).isEqualTo("400 invalid_request");
        token = json(browser.refresh(token)).getString("refresh_token");
        assertThat(error(browser.refresh(token))).isEqualTo("503 temporarily_unavailable");

        server.always(Endpoint.TOKEN, Fault.NONE);
        assertThat(browser.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void answerAfterCommit_goodTokenLost_reuseIsPunished() throws Exception {
        server.next(Endpoint.TOKEN, Fault.answerAfterCommit(500, Map.of(), "oops"));

        assertThat(browser.refresh(token).statusCode()).isEqualTo(500);
        assertThat(error(browser.refresh(token))).isEqualTo("400 invalid_grant");
    }

    @Test
    void cutBeforeCommit_tokenStaysGood() throws Exception {
        server.next(Endpoint.TOKEN, Fault.cutBeforeCommit());

        assertThatThrownBy(() -> browser.refresh(token)).isInstanceOf(IOException.class);
        assertThat(browser.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void cutAfterCommit_tokenIsUsed() throws Exception {
        server.next(Endpoint.TOKEN, Fault.cutAfterCommit());

        assertThatThrownBy(() -> browser.refresh(token)).isInstanceOf(IOException.class);
        assertThat(error(browser.refresh(token))).isEqualTo("400 invalid_grant");
        assertThat(server.presentations()).isEqualTo(Map.of(token, 2));
    }

    @Test
    void cutBodyAfterCommit_bodyBreaksOff() {
        server.next(Endpoint.TOKEN, Fault.cutBodyAfterCommit(10));

        assertThatThrownBy(() -> browser.refresh(token)).isInstanceOf(IOException.class);
    }

    @Test
    void redirect_isSentAndNotCommitted() throws Exception {
        server.next(Endpoint.TOKEN, Fault.redirect("http://127.0.0.1:1/elsewhere"));

        var answer = browser.refresh(token);

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Location")).hasValue("http://127.0.0.1:1/elsewhere");
        assertThat(browser.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void hugeBody_ofThatManyBytes_isJson() throws Exception {
        server.next(Endpoint.TOKEN, Fault.hugeBody(5_000_000));

        var answer = browser.refresh(token);

        assertThat(answer.body()).hasSize(5_000_000);
        assertThat(json(answer).getString("padding")).startsWith("xxx");
    }

    @Test
    void dripAfterCommit_bodyIsWholeButLate() throws Exception {
        server.next(Endpoint.TOKEN, Fault.dripAfterCommit(Duration.ofMillis(5)));
        long start = System.nanoTime();

        var answer = browser.refresh(token);

        assertThat(json(answer).getString("refresh_token")).isNotBlank();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofMillis(5L * answer.body().length()));
    }

    @Test
    void delay_beforeOrAfterCommit_isWaitedFor() throws Exception {
        server.next(
                Endpoint.TOKEN,
                Fault.delay(Duration.ofMillis(120)),
                Fault.delayAfterCommit(Duration.ofMillis(120)),
                Fault.error(503, "later").delayedBy(Duration.ofMillis(120)));
        for (int status : new int[] {200, 200, 503}) {
            long start = System.nanoTime();
            var answer = browser.refresh(token);

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(119));
            token = status == 200 ? json(answer).getString("refresh_token") : token;
        }
    }

    @Test
    void hold_beforeCommit_anotherCallOvertakes() throws Exception {
        var gate = new CompletableFuture<Void>();
        server.next(Endpoint.TOKEN, Fault.hold(gate));
        var held = inBackground(() -> browser.refresh(token));
        server.awaitCalls(Endpoint.TOKEN, 2);

        assertThat(browser.refresh(token).statusCode()).isEqualTo(200);
        assertThat(held).isNotDone();
        gate.complete(null);

        assertThat(error(held.get())).isEqualTo("400 invalid_grant");
    }

    @Test
    void holdAfterCommit_theOtherCallIsTheSecond() throws Exception {
        var gate = new CompletableFuture<Void>();
        server.next(Endpoint.TOKEN, Fault.holdAfterCommit(gate));
        var held = inBackground(() -> browser.refresh(token));
        server.awaitCalls(Endpoint.TOKEN, 2);

        assertThat(error(browser.refresh(token))).isEqualTo("400 invalid_grant");
        gate.complete(null);

        assertThat(held.get().statusCode()).isEqualTo(200);
    }

    @Test
    void faults_ofOneEndpoint_leaveTheOthers() throws Exception {
        server.always(Endpoint.REVOCATION, Fault.error(503, "down"));

        assertThat(error(browser.post(Endpoint.REVOCATION, Map.of("token", token))))
                .isEqualTo("503 down");
        assertThat(browser.active(token)).isTrue();
    }

    @Test
    void always_ofOneClient_leavesTheOthers() throws Exception {
        server.always("somebody", Endpoint.TOKEN, Fault.html(502));
        token = json(browser.refresh(token)).getString("refresh_token");

        server.always(Browser.CONFIDENTIAL.id(), Endpoint.TOKEN, Fault.html(502));
        var answer = browser.refresh(token);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");

        server.always(Browser.CONFIDENTIAL.id(), Endpoint.TOKEN, Fault.NONE);
        assertThat(browser.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void where_theSecondRefresh_isTheOnlyOneThatFails() throws Exception {
        server.where(Which.nth(2, Which.refreshes().and(Which.ofClient("app"))), Fault.error(503, "later"));
        token = json(browser.refresh(token)).getString("refresh_token");

        assertThat(error(browser.refresh(token))).isEqualTo("503 later");
        assertThat(browser.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void where_theFirstTwo_untilRulesEnd() throws Exception {
        server.where(Which.first(2, Which.refreshes()), Fault.error(503, "later"));
        server.where(Which.refreshes(), Fault.error(500, "never"));

        assertThat(error(browser.refresh(token))).isEqualTo("503 later");
        assertThat(error(browser.refresh(token))).isEqualTo("503 later");
        assertThat(error(browser.refresh(token))).isEqualTo("500 never");
        server.withoutRules();
        assertThat(browser.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void tooManyRequests_withAndWithoutTime_saysSo() throws Exception {
        server.next(
                Endpoint.TOKEN,
                Fault.tooManyRequests(Optional.of(Duration.ofSeconds(5))),
                Fault.tooManyRequests(Optional.empty()));

        var timed = browser.refresh(token);
        assertThat(timed.statusCode()).isEqualTo(429);
        assertThat(timed.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(browser.refresh(token).headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void truncated_beforeOrAfterCommit_isWholeHttpAndHalfJson() throws Exception {
        server.next(Endpoint.TOKEN, Fault.truncated(), Fault.truncatedAfterCommit(30));

        for (int i = 0; i < 2; i++) {
            var answer = browser.refresh(token);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> json(answer)).isInstanceOf(DecodeException.class);
        }
        assertThat(error(browser.refresh(token))).isEqualTo("400 invalid_grant");
    }

    @Test
    void drip_isNoAnswerAndDoesNotCommit() throws Exception {
        server.next(Endpoint.TOKEN, Fault.drip(Duration.ofMillis(1)));

        assertThat(browser.refresh(token).body()).startsWith("<!doctype html>").endsWith("</html>");
        assertThat(browser.refresh(token).statusCode()).isEqualTo(200);
    }

    private static FutureTask<HttpResponse<String>> inBackground(Callable<HttpResponse<String>> call) {
        var task = new FutureTask<>(call);
        new Thread(task, "held-call").start();
        return task;
    }
}

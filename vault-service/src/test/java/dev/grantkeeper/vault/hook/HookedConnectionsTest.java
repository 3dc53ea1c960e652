package dev.grantkeeper.vault.hook;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.HandlerServer;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestIssuer;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What people do over REST, with an app that wants to be asked. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class HookedConnectionsTest {

    private static final String ADDED = "connection-added";
    private static final String REMOVED = "connection-removed";
    private static final String VALUE = "sk-never-tell-4711";

    TestVault vault;

    @Inject
    MeterRegistry metrics;

    private final ExecutorService people = Executors.newCachedThreadPool();
    private Office office;
    private HandlerServer handler;

    @BeforeEach
    void open() {
        office = Office.of(vault).offersSecret("user").offersSecret("workspace");
        handler = HandlerServer.start();
    }

    @AfterEach
    void close() {
        handler.close();
        people.shutdownNow();
    }

    @Test
    void secret_allowed_isSavedUnderTheIdThatWasTold() {
        var secret = handler.register(office, ADDED).extract().<String>path("secret");
        var allowed = counted(ADDED, "allowed");

        var id = put("ada").statusCode(200).extract().<String>path("id");

        var call = handler.onlyCall();
        call.assertKeepsTheContract();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.isSignedBy(secret)).isTrue();
        assertThat(call.json().getString("type")).isEqualTo("connection.added");
        assertThat(call.data())
                .isEqualTo(new JsonObject()
                        .put("connection_id", id)
                        .put("tenant", "platform/" + office.workspace)
                        .put("app", office.app)
                        .put("owner", new JsonObject().put("type", "user").put("id", "ada"))
                        .put("connection_type", "secret")
                        .put("scopes", new JsonArray())
                        .put("metadata", new JsonObject())
                        .put("created_by", new JsonObject().put("type", "user").put("id", "ada"))
                        .put("reconnected", false));
        assertThat(call.toString()).doesNotContain(VALUE, secret);
        assertThat(counted(ADDED, "allowed")).isEqualTo(allowed + 1);
    }

    @Test
    void secret_anew_isMarkedAsAReconnect() {
        var id = put("ada").extract().<String>path("id");
        handler.register(office, ADDED);

        put("ada").statusCode(200);

        assertThat(handler.onlyCall().data().getBoolean("reconnected")).isTrue();
        assertThat(handler.onlyCall().data().getString("connection_id")).isEqualTo(id);
    }

    /** The id stays, but nothing is there whose place it could take. */
    @Test
    void secret_afterDisconnecting_isNoReconnect() {
        var id = put("ada").extract().<String>path("id");
        disconnect("ada", id).statusCode(204);
        handler.register(office, ADDED);

        put("ada").statusCode(200).body("id", equalTo(id));

        assertThat(handler.onlyCall().data().getBoolean("reconnected")).isFalse();
        assertThat(handler.onlyCall().data().getString("connection_id")).isEqualTo(id);
    }

    @Test
    void secret_refused_nothingIsSavedAndThePersonReadsWhy() {
        handler.register(office, ADDED);
        handler.answering(HandlerServer.refusing("Your plan has no room for another account."));
        var prompt = office.lookUp("user", "ada").statusCode(424).extract().<String>path("prompt_id");
        var refused = counted(ADDED, "refused");

        var problem = put("ada")
                .statusCode(422)
                .header("Cache-Control", "no-store")
                .body("reason", equalTo("REFUSED_BY_APP"))
                .body("app_message", equalTo("Your plan has no room for another account."))
                .extract()
                .asString();

        Contract.assertKept("RefusedByAppProblem", problem);
        assertThat(rows()).isEmpty();
        assertThat(office.lookUp("user", "ada").statusCode(424).extract().<String>path("prompt_id"))
                .isEqualTo(prompt);
        assertThat(office.query(
                        "select actor, detail from audit where app = ? and action = 'refused_by_app'", office.app))
                .containsExactly(Map.of("actor", "ada", "detail", ADDED));
        assertThat(counted(ADDED, "refused")).isEqualTo(refused + 1);
    }

    @Test
    void secret_anewRefused_theFormerStays() {
        office.putSecret(office.member("ada"), "user", "the-former").statusCode(200);
        handler.register(office, ADDED);
        handler.answering(HandlerServer.refusing("Not now."));

        put("ada").statusCode(422);

        office.lookUp("user", "ada").statusCode(200).body("value", equalTo("the-former"));
    }

    @Test
    void message_markupAndControlCharacters_isOneLineOfText() {
        handler.register(office, ADDED);
        handler.answering(HandlerServer.refusing(
                "  <b onclick=\"x()\">No</b>\r\n\u0000\u001b[31mway\u202e\u0007 & on \u2028" + "y".repeat(400)));

        var said = put("ada").statusCode(422).extract().<String>path("app_message");

        assertThat(said)
                .startsWith("<b onclick=\"x()\">No</b> [31mway & on yyy")
                .endsWith("y…")
                .hasSize(300);
    }

    @TestFactory
    Stream<DynamicTest> answers_thatAreNone_stopItWithNothingSaved() {
        var elsewhere = HandlerServer.start();
        var message = new JsonObject().put("message", "Never show this.").encode();
        var none = Map.<String, HandlerServer.Answer>ofEntries(
                Map.entry("server fault", HandlerServer.json(500, message)),
                Map.entry("bad gateway", HandlerServer.body(502, "text/html", "<h1>Bad Gateway</h1>")),
                Map.entry("lost route", HandlerServer.body(404, "text/html", "<h1>Not Found</h1>")),
                Map.entry("refusal without a word", HandlerServer.status(403)),
                Map.entry("refusal that is no JSON", HandlerServer.json(403, "{\"message\": \"No")),
                Map.entry("refusal that is no object", HandlerServer.json(403, "[\"No\"]")),
                Map.entry("message that is no text", HandlerServer.json(403, "{\"message\": {\"no\": 1}}")),
                Map.entry("message of nothing", HandlerServer.json(403, "{\"message\": \" \\n\\u0000\"}")),
                Map.entry("too many requests", HandlerServer.json(429, message)),
                Map.entry("request timeout", HandlerServer.json(408, message)),
                Map.entry(
                        "refusal that is too large",
                        HandlerServer.json(403, "{\"message\": \"" + "n".repeat(20_000) + "\"}")),
                Map.entry("yes that is too large", HandlerServer.body(200, "text/plain", "y".repeat(1 << 20))),
                Map.entry("redirect", exchange -> {
                    exchange.getResponseHeaders()
                            .set("Location", elsewhere.url().toString());
                    exchange.sendResponseHeaders(307, -1);
                    exchange.close();
                }));
        return none.entrySet().stream()
                .map(answer -> DynamicTest.dynamicTest(answer.getKey(), () -> {
                    handler.register(office, ADDED);
                    handler.answering(answer.getValue());
                    var failed = counted(ADDED, "failed");

                    var problem = put("ada")
                            .statusCode(503)
                            .header("Retry-After", equalTo("1"))
                            .body("reason", equalTo("HOOK_FAILED"))
                            .extract()
                            .asString();

                    Contract.assertKept("Problem", problem);
                    assertThat(problem).doesNotContain("Never show this");
                    assertThat(rows()).isEmpty();
                    assertThat(elsewhere.calls()).isEmpty();
                    assertThat(counted(ADDED, "failed")).isEqualTo(failed + 1);
                }));
    }

    @Test
    void answer_twoHundredWithAnyBody_allows() {
        handler.register(office, ADDED);
        handler.answering(HandlerServer.body(200, "text/html", "<h1>{\"message\": \"what"));

        put("ada").statusCode(200);
    }

    @Test
    void handler_silent_isWaitedForNoLongerThanItsTime() {
        HandlerServer.register(office, ADDED, hook(1)).statusCode(201);
        var overdue = counted(ADDED, "overdue");
        var never = new CompletableFuture<Void>();
        handler.answering(HandlerServer.after(never, HandlerServer.status(204)));

        put("ada").statusCode(503).body("reason", equalTo("HOOK_FAILED"));

        assertThat(handler.calls()).hasSize(1);
        assertThat(rows()).isEmpty();
        assertThat(counted(ADDED, "overdue")).isEqualTo(overdue + 1);
        never.complete(null);
        assertThat(rows()).isEmpty();
    }

    /** Time is counted to the answer's end: one byte after the other does not make it longer. */
    @Test
    void handler_dripping_isWaitedForNoLongerThanItsTime() {
        HandlerServer.register(office, ADDED, hook(1)).statusCode(201);
        var over = new CompletableFuture<Void>();
        handler.answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                while (!isDone(over, 50)) {
                    body.write(' ');
                    body.flush();
                }
            }
        });

        put("ada").statusCode(503).body("reason", equalTo("HOOK_FAILED"));

        over.complete(null);
        assertThat(rows()).isEmpty();
    }

    @Test
    void handler_away_isNoAnswer() {
        handler.register(office, ADDED);
        handler.close();

        put("ada").statusCode(503).body("reason", equalTo("HOOK_FAILED"));
        assertThat(rows()).isEmpty();
    }

    @Test
    void connection_breaks_theSameQuestionIsSentOnceMore() {
        var secret = handler.register(office, ADDED).extract().<String>path("secret");
        var asked = new AtomicInteger();
        handler.answering(exchange -> {
            if (asked.incrementAndGet() == 1) {
                exchange.close();
            } else {
                HandlerServer.status(204).send(exchange);
            }
        });

        put("ada").statusCode(200);

        assertThat(handler.calls()).hasSize(2).allMatch(call -> call.isSignedBy(secret));
        assertThat(handler.calls().get(0).header("webhook-id"))
                .startsWith("msg_")
                .isEqualTo(handler.calls().get(1).header("webhook-id"));
        assertThat(handler.calls().get(0).body())
                .isEqualTo(handler.calls().get(1).body());
    }

    @Test
    void connection_breaksAgain_isNoAnswer() {
        handler.register(office, ADDED);
        handler.answering(exchange -> exchange.close());

        put("ada").statusCode(503);

        assertThat(handler.calls()).hasSize(2);
        assertThat(rows()).isEmpty();
    }

    @Test
    void person_triesAgain_isAnotherQuestion() {
        handler.register(office, ADDED);
        handler.answering(HandlerServer.refusing("No."));
        put("ada").statusCode(422);
        put("ada").statusCode(422);

        assertThat(handler.calls())
                .extracting(call -> call.header("webhook-id"))
                .doesNotHaveDuplicates();
    }

    @Test
    void asking_holdsNoTransaction() {
        put("ada").statusCode(200);
        var held = new CompletableFuture<Boolean>();
        handler.register(office, ADDED);
        handler.answering(exchange -> {
            held.complete(isIdleInTransaction());
            HandlerServer.status(204).send(exchange);
        });

        put("ada").statusCode(200);

        assertThat(held).isCompletedWithValue(false);
    }

    /** Looks often: a sweep's transaction is gone the next time, one that waits for the handler is not. */
    private boolean isIdleInTransaction() {
        return IntStream.range(0, 50).allMatch(look -> !office.query(
                        "select 1 from pg_stat_activity where datname = ? and state like 'idle in transaction%'",
                        vault.database())
                .isEmpty());
    }

    @Test
    void disconnect_allowed_isDoneAndSaysWhoAndWhose() {
        var id = put("ada", "workspace").extract().<String>path("id");
        var secret = handler.register(office, REMOVED).extract().<String>path("secret");

        disconnect("hopper", id, true).statusCode(204);

        var call = handler.onlyCall();
        call.assertKeepsTheContract();
        assertThat(call.isSignedBy(secret)).isTrue();
        assertThat(call.json().getString("type")).isEqualTo("connection.removed");
        assertThat(call.data().getString("connection_id")).isEqualTo(id);
        assertThat(call.data().getJsonObject("owner").getString("type")).isEqualTo("workspace");
        assertThat(call.data().getJsonObject("created_by").getString("id")).isEqualTo("grace");
        assertThat(call.data().getJsonObject("removed_by").getString("id")).isEqualTo("hopper");
        assertThat(call.toString()).doesNotContain(VALUE);
        office.lookUp("workspace", "ada").statusCode(424);
    }

    @Test
    void disconnect_refused_nothingIsErasedOrRevoked() {
        var oauth2 = Office.of(vault).offersOAuth2("user");
        var connection = oauth2.connect("ada", Duration.ZERO, Duration.ofHours(1), true);
        handler.register(oauth2, REMOVED);
        handler.answering(HandlerServer.refusing("A sequence is running."));
        var revoked = vault.provider().calls(Endpoint.REVOCATION).size();

        Office.as(oauth2.member("ada"))
                .delete("/v1/connections/" + connection.id())
                .then()
                .statusCode(422)
                .body("app_message", equalTo("A sequence is running."));

        oauth2.lookUp("user", "ada").statusCode(200).body("value", equalTo("access-of-ada"));
        assertThat(oauth2.query(
                        "select 1 from revocation where connection_id = ?",
                        connection.id().value()))
                .isEmpty();
        assertThat(vault.provider().calls(Endpoint.REVOCATION)).hasSize(revoked);
        assertThat(handler.onlyCall().toString()).doesNotContain("access-of-ada", "refresh-of-ada");
        assertThat(handler.onlyCall().data().getJsonArray("scopes")).containsExactly("mail.read");
    }

    @Test
    void disconnect_whatIsDisconnected_asksNobody() {
        var id = put("ada").extract().<String>path("id");
        handler.register(office, REMOVED);
        disconnect("ada", id).statusCode(204);
        disconnect("ada", id).statusCode(204);

        assertThat(handler.calls()).hasSize(1);
    }

    @Test
    void disconnect_notEntitled_asksNobody() {
        var id = put("ada").extract().<String>path("id");
        handler.register(office, REMOVED);

        disconnect("bob", id).statusCode(404);

        assertThat(handler.calls()).isEmpty();
    }

    @Test
    void disconnect_twiceAtOnce_isDoneOnce() throws Exception {
        var id = put("ada").extract().<String>path("id");
        handler.register(office, REMOVED);
        var both = new CompletableFuture<Void>();
        handler.answering(HandlerServer.after(both, HandlerServer.status(204)));

        var first = people.submit(() -> disconnect("ada", id).extract().statusCode());
        var second = people.submit(() -> disconnect("ada", id).extract().statusCode());
        await().until(() -> handler.calls().size() == 2);
        both.complete(null);

        assertThat(List.of(first.get(), second.get())).containsExactly(204, 204);
        assertThat(office.query("select 1 from audit where app = ? and action = 'disconnected'", office.app))
                .hasSize(1);
        assertThat(handler.calls()).hasSize(2);
    }

    /** What was allowed was the end of another grant. */
    @Test
    void disconnect_reconnectedMeanwhile_isAskedAgain() throws Exception {
        var id = put("ada").extract().<String>path("id");
        handler.register(office, REMOVED);
        var moment = new CompletableFuture<Void>();
        var answers = new AtomicInteger();
        handler.answering(exchange -> {
            if (answers.incrementAndGet() == 1) {
                moment.join();
                HandlerServer.status(204).send(exchange);
            } else {
                HandlerServer.refusing("That one stays.").send(exchange);
            }
        });

        var leaving = people.submit(() -> disconnect("ada", id).extract().statusCode());
        await().until(() -> handler.calls().size() == 1);
        put("ada").statusCode(200);
        moment.complete(null);

        assertThat(leaving.get()).isEqualTo(422);
        office.lookUp("user", "ada").statusCode(200);
        assertThat(handler.calls())
                .extracting(call -> call.header("webhook-id"))
                .doesNotHaveDuplicates();
    }

    @Test
    void disconnect_reconnectedEveryTime_isGivenUp() {
        var id = put("ada").extract().<String>path("id");
        handler.register(office, REMOVED);
        handler.answering(exchange -> {
            put("ada").statusCode(200);
            HandlerServer.status(204).send(exchange);
        });

        disconnect("ada", id).statusCode(503).body("reason", equalTo("HOOK_FAILED"));

        assertThat(handler.calls()).hasSize(2);
        office.lookUp("user", "ada").statusCode(200);
    }

    @Test
    void secret_connectedMeanwhile_isAskedAgainAsAReconnect() throws Exception {
        handler.register(office, ADDED);
        var moment = new CompletableFuture<Void>();
        var answers = new AtomicInteger();
        handler.answering(exchange -> {
            if (answers.incrementAndGet() == 1) {
                moment.join();
            }
            HandlerServer.status(204).send(exchange);
        });

        var first = people.submit(() -> put("ada").extract().<String>path("id"));
        await().until(() -> handler.calls().size() == 1);
        var second = put("ada").statusCode(200).extract().<String>path("id");
        moment.complete(null);

        assertThat(first.get()).isEqualTo(second);
        assertThat(handler.calls()).hasSize(3);
        assertThat(handler.calls().get(0).data().getString("connection_id")).isNotEqualTo(second);
        assertThat(handler.calls().get(2).data().getString("connection_id")).isEqualTo(second);
        assertThat(handler.calls().get(2).data().getBoolean("reconnected")).isTrue();
    }

    @Test
    void rotation_oldAndNewSecretVerifyUntilTheOldEnds() {
        var old = handler.register(office, ADDED).extract().<String>path("secret");
        var fresh = Office.as(office.developer())
                .post("/v1/hooks/" + ADDED + "/secret")
                .then()
                .extract()
                .<String>path("secret");

        put("ada").statusCode(200);
        var during = handler.onlyCall();
        assertThat(during.isSignedBy(old)).isTrue();
        assertThat(during.isSignedBy(fresh)).isTrue();
        assertThat(during.isSignedBy("whsec_" + "A".repeat(43) + "=")).isFalse();
        assertThat(during.header("webhook-signature").split(" ")).hasSize(2).allMatch(one -> one.startsWith("v1,"));

        office.tamper(
                "update hook_secret set ends_at = now() where ends_at is not null and hook_id ="
                        + " (select id from hook where app = ?)",
                office.app);
        put("ada").statusCode(200);
        var after = handler.calls().get(1);
        assertThat(after.isSignedBy(old)).isFalse();
        assertThat(after.isSignedBy(fresh)).isTrue();
    }

    @Test
    void secretThatWasMoved_opensNoMoreAndNobodyIsAsked() {
        handler.register(office, ADDED);
        office.tamper(
                "update hook_secret set envelope = set_byte(envelope, 170, get_byte(envelope, 170) # 1) where hook_id ="
                        + " (select id from hook where app = ?)",
                office.app);

        put("ada").statusCode(503).body("reason", equalTo("HOOK_FAILED"));

        assertThat(handler.calls()).isEmpty();
        assertThat(rows()).isEmpty();
    }

    @Test
    void hookDeleted_nobodyIsAsked() {
        handler.register(office, ADDED);
        handler.answering(HandlerServer.refusing("No."));
        Office.as(office.developer()).delete("/v1/hooks/" + ADDED);

        put("ada").statusCode(200);
    }

    @Test
    void otherAppsAndIssuers_areNotAskedAbout() {
        handler.register(office, ADDED);
        handler.answering(HandlerServer.refusing("No."));

        for (var other : List.of(office.anotherApp(), office.namesake())) {
            other.offersSecret("user");
            other.putSecret(other.member("ada"), "user", VALUE).statusCode(200);
        }
        assertThat(handler.calls()).isEmpty();
        // The handler is its developer's, for every workspace.
        var neighbour = office.neighbour();
        neighbour.putSecret(neighbour.member("ada"), "user", VALUE).statusCode(422);
    }

    @Test
    void slowHandler_holdsUpNobodyElse() throws Exception {
        handler.register(office, ADDED);
        var moment = new CompletableFuture<Void>();
        handler.answering(HandlerServer.after(moment, HandlerServer.status(204)));
        var busy = counted(ADDED, "busy");
        var waiting = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 16; i++) {
            var user = "ada" + i;
            waiting.add(people.submit(() -> put(user).extract().statusCode()));
        }
        await().until(() -> handler.calls().size() == 16);

        put("one-too-many").statusCode(503).body("reason", equalTo("HOOK_FAILED"));
        var other = office.anotherApp().offersSecret("user");
        try (var quick = HandlerServer.start()) {
            quick.register(other, ADDED);
            other.putSecret(other.member("ada"), "user", VALUE).statusCode(200);
            assertThat(quick.calls()).hasSize(1);
        }
        moment.complete(null);

        for (var one : waiting) {
            assertThat(one.get()).isEqualTo(200);
        }
        assertThat(counted(ADDED, "busy")).isEqualTo(busy + 1);
        put("one-too-many").statusCode(200);
    }

    @Test
    void clientCredentials_refused_nothingIsConnected() {
        var oauth2 = offersClientCredentials(false);
        handler.register(oauth2, ADDED);
        handler.answering(HandlerServer.refusing("Not that client."));

        putClient(oauth2).statusCode(422).body("app_message", equalTo("Not that client."));

        assertThat(oauth2.query("select 1 from connection where app = ?", oauth2.app))
                .isEmpty();
        assertThat(handler.onlyCall().toString()).doesNotContain("brought-s3cret");
        handler.onlyCall().assertKeepsTheContract();
    }

    @Test
    void clientCredentials_allowed_isConnectedAndOnceMoreAsksNobody() {
        var oauth2 = offersClientCredentials(false);
        handler.register(oauth2, ADDED);

        var id = putClient(oauth2).statusCode(200).extract().<String>path("id");
        putClient(oauth2).statusCode(200);

        assertThat(handler.onlyCall().data().getString("connection_id")).isEqualTo(id);
        assertThat(handler.onlyCall().data().getJsonArray("scopes")).containsExactly("mail.read", "mail.send");
    }

    @Test
    void clientCredentials_connectedByALookup_asksNobody() {
        var oauth2 = offersClientCredentials(true);
        handler.register(oauth2, ADDED);
        handler.answering(HandlerServer.refusing("No."));

        oauth2.lookUp("user", "ada", "prompt=false");

        assertThat(oauth2.query("select created_by_kind from connection where app = ?", oauth2.app))
                .containsExactly(Map.of("created_by_kind", "app"));
        assertThat(handler.calls()).isEmpty();
    }

    /** Leaving cannot be refused. */
    @Test
    void offboarding_asksNobody() {
        var id = put("ada").extract().<String>path("id");
        handler.register(office, REMOVED);
        handler.answering(HandlerServer.refusing("No."));

        Office.as(office.admin())
                .body("{\"user\":\"ada\"}")
                .post("/v1/offboardings")
                .then()
                .statusCode(202);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> office.query("select 1 from connection where id = ?::uuid and status = 'disconnected'", id)
                                .size()
                        == 1);
        assertThat(handler.calls()).isEmpty();
    }

    @Test
    void offboarding_ofTheApp_leavesTheHooks() {
        handler.register(office, ADDED);
        Office.as(office.admin())
                .body(new JsonObject().put("app", office.app).encode())
                .post("/v1/offboardings")
                .then()
                .statusCode(202);

        assertThat(office.query("select 1 from hook where app = ?", office.app)).hasSize(1);
    }

    private Office offersClientCredentials(boolean appsClient) {
        var offering = Office.of(vault);
        var definition = offering.oauth2();
        var settings = definition.getJsonObject("settings");
        settings.remove("authorization_url");
        settings.put("grant", "client_credentials");
        if (!appsClient) {
            definition.remove("client_id");
            definition.remove("client_secret");
        }
        offering.define("user", definition).statusCode(201);
        return offering;
    }

    private static ValidatableResponse putClient(Office of) {
        return Office.as(of.member("ada"))
                .body(new JsonObject()
                        .put("client_id", "brought")
                        .put("client_secret", "brought-s3cret")
                        .encode())
                .put("/v1/apps/" + of.app + "/connections/user/client-credentials")
                .then();
    }

    private static boolean isDone(CompletableFuture<Void> future, long milliseconds) {
        try {
            future.get(milliseconds, MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject hook(int timeoutSeconds) {
        return new JsonObject().put("url", handler.url().toString()).put("timeout_seconds", timeoutSeconds);
    }

    private ValidatableResponse put(String user) {
        return put(user, "user");
    }

    private ValidatableResponse put(String user, String owner) {
        return office.putSecret(person(user, owner.equals("workspace")), owner, VALUE);
    }

    private TestIssuer.Token person(String user, boolean admin) {
        return admin ? office.admin() : office.member(user);
    }

    private ValidatableResponse disconnect(String user, String id) {
        return disconnect(user, id, false);
    }

    private ValidatableResponse disconnect(String user, String id, boolean admin) {
        var token = admin ? vault.issuer().admin(office.workspace, user) : office.member(user);
        return Office.as(token).delete("/v1/connections/" + id).then();
    }

    private List<Map<String, Object>> rows() {
        return office.query("select id from connection where app = ?", office.app);
    }

    private double counted(String event, String result) {
        return metrics.counter("grantkeeper.hooks.calls", "event", event, "result", result)
                .count();
    }
}

package dev.grantkeeper.vault.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.HandlerServer;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class HooksRestTest {

    private static final String URL = "https://handler.example/grantkeeper";

    TestVault vault;

    @Inject
    HookSweep sweep;

    private Office office;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault);
    }

    @Test
    void put_newHook_showsTheSecretOnce() {
        var answer = put(new JsonObject().put("url", URL))
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("event", equalTo("connection-added"))
                .body("url", equalTo(URL))
                .body("timeout_seconds", equalTo(5))
                .body("secrets", hasSize(1))
                .extract()
                .asString();
        Contract.assertKept("HookWithSecret", answer);
        var secret = new JsonObject(answer).getString("secret");
        assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length())))
                .hasSize(32);

        var listed = list().statusCode(200).body("hooks", hasSize(1)).extract().asString();
        var again = put(new JsonObject().put("url", URL))
                .statusCode(200)
                .body("secret", nullValue())
                .extract()
                .asString();
        Contract.assertKept("Hooks", listed);
        Contract.assertKept("Hook", again);
        assertThat(listed + again).doesNotContain("whsec_");
    }

    @Test
    void put_anotherUrl_keepsTheSecretAndIsAudited() {
        put(new JsonObject().put("url", URL)).statusCode(201);
        put(new JsonObject().put("url", URL)).statusCode(200);
        put(new JsonObject().put("url", URL + "/2").put("timeout_seconds", 10))
                .statusCode(200)
                .body("url", equalTo(URL + "/2"))
                .body("timeout_seconds", equalTo(10))
                .body("secrets", hasSize(1));

        list().body("hooks.url", contains(URL + "/2")).body("hooks.timeout_seconds", contains(10));
        assertThat(audited()).containsExactly("hook_changed connection-added", "hook_changed connection-added");
    }

    @Test
    void put_bothEvents_areTwoHooks() {
        put(new JsonObject().put("url", URL));
        HandlerServer.register(office, "connection-removed", new JsonObject().put("url", URL))
                .statusCode(201);

        list().body("hooks.event", contains("connection-added", "connection-removed"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 11})
    void put_timeoutOutOfBounds_isRefusedByName(int seconds) {
        put(new JsonObject().put("url", URL).put("timeout_seconds", seconds))
                .statusCode(400)
                .body("errors.field", contains("timeout_seconds"));
    }

    /** The corpus of URLs that no provider may have either. */
    static List<String> malformed() {
        return HostileUrls.stoppedWhenStated();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void put_hostileUrl_isRefusedByName(String url) {
        put(new JsonObject().put("url", url)).statusCode(400).body("errors.field", contains("url"));
        assertThat(office.query("select * from hook where app = ?", office.app)).isEmpty();
    }

    @Test
    void put_nothingToCall_isRefusedByName() {
        put(new JsonObject()).statusCode(400).body("errors.field", contains("url"));
        put(new JsonObject().put("url", "x".repeat(3000))).statusCode(400);
        put(new JsonObject().put("url", "https://handler.example/" + "x".repeat(3000)))
                .statusCode(400)
                .body("errors.field", contains("url"));
        HandlerServer.register(office, "connection-renewed", new JsonObject().put("url", URL))
                .statusCode(400)
                .body("errors.field", contains("event"));
    }

    @Test
    void rotate_answersTheNewSecretAndKeepsTheFormerForADay() {
        var first = put(new JsonObject().put("url", URL)).extract().<String>path("secret");
        var answer = rotate().statusCode(201)
                .header("Cache-Control", "no-store")
                .extract()
                .asString();

        Contract.assertKept("HookWithSecret", answer);
        assertThat(new JsonObject(answer).getString("secret"))
                .startsWith("whsec_")
                .isNotEqualTo(first);
        var secrets = list().extract().<List<Map<String, String>>>path("hooks[0].secrets");
        assertThat(secrets).hasSize(2);
        assertThat(secrets.get(0)).doesNotContainKey("ends_at");
        assertThat(office.query("""
                        select 1 from hook_secret s join hook h on h.id = s.hook_id where h.app = ?
                        and s.version = 1 and s.ends_at between now() + interval '23 hours' and now() + interval '25 hours'""", office.app)).hasSize(1);
        assertThat(audited()).contains("hook_secret_rotated connection-added");
    }

    /** Whoever repeats the call because its answer got lost must not lose the secret that the handler has. */
    @Test
    void rotate_again_endsNothingSooner() {
        put(new JsonObject().put("url", URL));
        rotate().statusCode(201);
        var before = office.query(
                "select ends_at from hook_secret s join hook h on h.id = s.hook_id where h.app = ? and version = 1",
                office.app);
        rotate().statusCode(201).body("secrets", hasSize(3));

        assertThat(office.query(
                        "select ends_at from hook_secret s join hook h on h.id = s.hook_id where h.app = ? and version = 1",
                        office.app))
                .isEqualTo(before);
    }

    @Test
    void rotate_tooOften_isRefused() {
        put(new JsonObject().put("url", URL));
        for (int i = 0; i < 7; i++) {
            rotate().statusCode(201);
        }

        rotate().statusCode(409);
        list().body("hooks[0].secrets", hasSize(8));
    }

    @Test
    void rotate_noHook_isNotFound() {
        rotate().statusCode(404);
    }

    @Test
    void sweep_secretsThatEnded_areErased() throws Throwable {
        put(new JsonObject().put("url", URL));
        rotate();
        office.tamper(
                "update hook_secret set ends_at = now() where ends_at is not null and hook_id ="
                        + " (select id from hook where app = ?)",
                office.app);

        list().body("hooks[0].secrets", hasSize(1));
        VertxContextSupport.subscribeAndAwait(sweep::sweep);

        assertThat(office.query(
                        "select version from hook_secret s join hook h on h.id = s.hook_id where h.app = ?",
                        office.app))
                .containsExactly(Map.of("version", 2L));
    }

    @Test
    void delete_erasesTheSecrets() {
        put(new JsonObject().put("url", URL));
        rotate();

        delete().statusCode(204);
        delete().statusCode(204);

        list().body("hooks", hasSize(0));
        assertThat(office.query("select 1 from hook_secret where hook_id not in (select id from hook)"))
                .isEmpty();
        assertThat(audited()).containsOnlyOnce("hook_deleted connection-added");
    }

    @Test
    void secret_inTheDatabase_isSealed() {
        var secret = put(new JsonObject().put("url", URL)).extract().<String>path("secret");
        var row = office.query(
                        "select envelope from hook_secret s join hook h on h.id = s.hook_id where h.app = ?",
                        office.app)
                .get(0);

        var envelope = (byte[]) row.get("envelope");
        assertThat(new String(envelope, 0, 4)).isEqualTo("GKEV");
        assertThat(Base64.getEncoder().encodeToString(envelope)).doesNotContain(secret.substring(6, 30));
    }

    @Test
    void hooks_ofAnotherAppAndOfAnotherIssuer_areOthers() {
        put(new JsonObject().put("url", URL));

        for (var other : List.of(office.anotherApp(), office.namesake())) {
            Office.as(other.developer()).get("/v1/hooks").then().body("hooks", hasSize(0));
            Office.as(other.developer())
                    .post("/v1/hooks/connection-added/secret")
                    .then()
                    .statusCode(404);
            Office.as(other.developer())
                    .delete("/v1/hooks/connection-added")
                    .then()
                    .statusCode(204);
        }
        list().body("hooks", hasSize(1));
    }

    @Test
    void register_twiceAtOnce_makesOneHookWithOneSecret() throws Exception {
        var answers = new HashSet<Integer>();
        var threads = Executors.newFixedThreadPool(4);
        try {
            var all = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(
                        () -> put(new JsonObject().put("url", URL)).extract().statusCode()));
            }
            var created = 0;
            for (var one : all) {
                created += one.get() == 201 ? 1 : 0;
                answers.add(one.get());
            }
            assertThat(created).isOne();
        } finally {
            threads.shutdownNow();
        }
        assertThat(answers).isSubsetOf(200, 201);
        list().body("hooks[0].secrets", hasSize(1));
    }

    private ValidatableResponse put(JsonObject hook) {
        return HandlerServer.register(office, "connection-added", hook);
    }

    private ValidatableResponse list() {
        return Office.as(office.developer()).get("/v1/hooks").then();
    }

    private ValidatableResponse rotate() {
        return Office.as(office.developer())
                .post("/v1/hooks/connection-added/secret")
                .then();
    }

    private ValidatableResponse delete() {
        return Office.as(office.developer())
                .delete("/v1/hooks/connection-added")
                .then();
    }

    private List<String> audited() {
        return office
                .query("select action || ' ' || detail as entry from audit where app = ? order by id", office.app)
                .stream()
                .map(row -> (String) row.get("entry"))
                .toList();
    }
}

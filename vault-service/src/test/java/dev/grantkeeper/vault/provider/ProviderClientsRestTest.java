package dev.grantkeeper.vault.provider;

import static dev.grantkeeper.vault.Office.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ProviderClientsRestTest {

    TestVault vault;

    private Office office;
    private String client;

    @BeforeEach
    void define() {
        office = Office.of(vault).offersOAuth2("user");
        client = office.query("select id from provider_client where app = ?", office.app)
                .get(0)
                .get("id")
                .toString();
    }

    @Test
    void get_justDefined_isUnlimitedAndWell() {
        var answer = as(office.operator()).get(path()).then().statusCode(200);

        Contract.assertKept("ProviderClient", answer.extract().asString());
        answer.body("app", equalTo(office.app))
                .body("client_id", equalTo(office.app))
                .body("limits", equalTo(java.util.Map.of()))
                .body("in_force", equalTo(java.util.Map.of()))
                .body("running", equalTo(0))
                .body("breaker.state", equalTo("closed"))
                .body("last_outcomes.good", equalTo(20))
                .body("paused_until", nullValue());
        assertThat(answer.extract().asString()).doesNotContain("client-s3cret");
    }

    @Test
    void list_inPages_hasEveryClientOnce() {
        Office.of(vault).offersOAuth2("user");
        var seen = new ArrayList<String>();
        String cursor = null;
        do {
            var page = as(office.operator())
                    .get("/v1/provider-clients?limit=2" + (cursor == null ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200);
            Contract.assertKept("ProviderClientPage", page.extract().asString());
            List<String> ids = page.extract().path("provider_clients.id");
            assertThat(ids.size()).isBetween(1, 2);
            seen.addAll(ids);
            cursor = page.extract().path("next_cursor");
        } while (cursor != null);

        assertThat(seen).contains(client).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void putLimits_areInForceAndOnRecord() {
        var answer = as(office.operator())
                .body("{\"rate\":20.5,\"concurrency\":8}")
                .put(path() + "/limits")
                .then()
                .statusCode(200);

        Contract.assertKept("ProviderClient", answer.extract().asString());
        answer.body("limits.rate", equalTo(20.5f))
                .body("limits.burst", nullValue())
                .body("in_force.burst", equalTo(11))
                .body("in_force.concurrency", equalTo(8));
        assertThat(office.query(
                        "select actor_kind, actor, detail from audit where action = 'provider_limits_changed' and app = ?",
                        office.app))
                .singleElement()
                .hasToString(
                        "{actor_kind=operator, actor=platform/operator-1, detail=rate 20.5, burst default, concurrency 8}");

        as(office.operator())
                .body("{}")
                .put(path() + "/limits")
                .then()
                .statusCode(200)
                .body("in_force.rate", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"rate\":0}", "{\"rate\":1e9}", "{\"burst\":0}", "{\"concurrency\":-1}", "{\"speed\":1}", ""})
    void putLimits_outOfBounds_areRefused(String limits) {
        var answer = as(office.operator())
                .body(limits)
                .put(path() + "/limits")
                .then()
                .statusCode(400);

        Contract.assertKept("InvalidProblem", answer.extract().asString());
    }

    @Test
    void resume_endsWhateverHoldsTheClientBack() {
        office.tamper(
                "update provider_client set throttled_until = now() + interval '1 h', throttles = 3, opened_at = now(),"
                        + " next_probe_at = now() + interval '30 s', outcomes = 'ttttuuuunn', refused_before = now(),"
                        + " probe_at = now() + interval '1 h', reason = 'invalid_client' where app = ?",
                office.app);
        var held = as(office.operator()).get(path()).then().statusCode(200);
        Contract.assertKept("ProviderClient", held.extract().asString());
        held.body("breaker.state", equalTo("open"))
                .body("refusal.reason", equalTo("invalid_client"))
                .body("paused_until", not(nullValue()))
                .body("last_outcomes.unknown", equalTo(4));

        as(office.operator())
                .post(path() + "/resume")
                .then()
                .statusCode(200)
                .body("breaker.state", equalTo("closed"))
                .body("refusal", nullValue())
                .body("paused_until", nullValue())
                .body("in_force.rate", equalTo(10.0f));
        assertThat(office.query("select action from audit where app = ? order by id desc limit 1", office.app))
                .hasToString("[{action=provider_resumed}]");
    }

    @Test
    void anotherIssuersOperator_findsNothing() {
        var rival = vault.rival().operator("operator-1");

        as(rival).get(path()).then().statusCode(404);
        as(rival).body("{\"rate\":1}").put(path() + "/limits").then().statusCode(404);
        as(rival).post(path() + "/resume").then().statusCode(404);
        as(rival).get("/v1/provider-clients").then().statusCode(200).body("provider_clients.id", not(hasItem(client)));
        as(rival).get("/v1/cautious-mode").then().statusCode(403);
        as(rival).body("{\"active\":true}").put("/v1/cautious-mode").then().statusCode(403);
    }

    @Test
    void get_unknownOrNoId_isRefused() {
        as(office.operator())
                .get("/v1/provider-clients/" + UUID.randomUUID())
                .then()
                .statusCode(404);
        as(office.operator()).get("/v1/provider-clients/x").then().statusCode(400);
        as(office.operator()).get("/v1/provider-clients?cursor=x").then().statusCode(400);
        as(office.operator()).get("/v1/provider-clients?limit=201").then().statusCode(400);
    }

    private String path() {
        return "/v1/provider-clients/" + client;
    }
}

package dev.grantkeeper.vault.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class OperationsTest {

    TestVault vault;

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void health_allIsWell_isUp(String kind) {
        var answer = given().get("/q/health/" + kind).then().statusCode(200).body("status", equalTo("UP"));

        Contract.assertKept("Health", answer.extract().asString());
    }

    @Test
    void liveness_asksNobody_readinessTheDatabase() {
        given().get("/q/health/live").then().body("checks", hasSize(0));
        given().get("/q/health/ready")
                .then()
                .body("checks.name", containsInAnyOrder("database", "clock", "gRPC Server", "Graceful Shutdown"));
    }

    @Test
    void metrics_afterALookup_haveTheVaultsOwnAndNoPerson() {
        var office = Office.of(vault).offersSecret("user");
        office.putSecret(office.member("zuleika"), "user", "sk-12345").statusCode(200);
        office.lookUp("user", "zuleika").statusCode(200);

        var metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(metrics)
                .contains(
                        "grantkeeper_audit_waiting",
                        "grantkeeper_clock_anchor_age_seconds",
                        "grantkeeper_egress_refused_total{kind=\"overdue\",to=\"provider\"}",
                        "grantkeeper_egress_refused_total{kind=\"too_large\",to=\"issuer\"}",
                        "grantkeeper_lookups_total{owner=\"user\",result=\"served\"}",
                        "grantkeeper_prompts_readers",
                        "grantkeeper_outbox_relayed_total",
                        "http_server_requests")
                .doesNotContain("sk-12345", "zuleika", office.workspace, office.app);
    }

    @Test
    void openapi_served_isTheContract() throws IOException {
        var served = given().get("/q/openapi").then().statusCode(200).extract().asString();

        assertThat(new ObjectMapper(new YAMLFactory()).readTree(served)).isEqualTo(Contract.document());
    }

    @Test
    void route_unknown_isNotFoundAsAProblem() {
        var answer = given().get("/v1/nowhere").then().statusCode(404).body("reason", equalTo("NOT_FOUND"));

        Contract.assertKept("Problem", answer.extract().asString());
    }

    @Test
    void route_byTheWrongMethodOrMediaType_isRefusedAsAProblem() {
        var wrongMethod = Office.as(vault.issuer().member("acme", "ada"))
                .post("/v1/connections")
                .then()
                .statusCode(405);
        Contract.assertKept("Problem", wrongMethod.extract().asString());

        var wrongType = given().header(
                        "Authorization", vault.issuer().developer("notes").bearer())
                .contentType("text/plain")
                .body("type: secret")
                .put("/v1/definitions/user")
                .then()
                .statusCode(415);
        Contract.assertKept("Problem", wrongType.extract().asString());
    }

    @Test
    void traces_byDefault_areOff() {
        assertThat(ConfigProvider.getConfig().getValue("quarkus.otel.sdk.disabled", Boolean.class))
                .isTrue();
    }
}

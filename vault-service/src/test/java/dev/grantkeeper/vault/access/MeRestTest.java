package dev.grantkeeper.vault.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestIssuer.Token;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class MeRestTest {

    TestVault vault;

    private Office office;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault);
    }

    @Test
    void get_person_saysWorkspaceUserAndRole() {
        assertThat(me(office.member("ada"))).isEqualTo(person("ada", "member"));
        assertThat(me(office.admin())).isEqualTo(person("grace", "admin"));
    }

    @Test
    void get_developer_saysTheAppAlone() {
        assertThat(me(office.developer())).isEqualTo(new JsonObject().put("app", office.app));
    }

    @Test
    void get_personWhoDevelops_saysBoth() {
        var both = office.admin().with("app", office.app).with("scope", "openid apps:write");

        assertThat(me(both)).isEqualTo(person("grace", "admin").put("app", office.app));
    }

    @Test
    void get_appWithoutTheScope_leavesItOut() {
        assertThat(me(office.member("ada").with("app", office.app))).isEqualTo(person("ada", "member"));
    }

    @Test
    void get_developerOfUnknownRole_saysTheAppAlone() {
        var developer = office.developer()
                .with("workspace", office.workspace)
                .with("user", "ada")
                .with("role", "owner");

        assertThat(me(developer)).isEqualTo(new JsonObject().put("app", office.app));
    }

    @Test
    void get_neitherPersonNorDeveloper_isForbidden() {
        for (var token : new Token[] {office.execution("ada"), office.worker(), office.operator()}) {
            Office.as(token).get("/v1/me").then().statusCode(403).body("reason", equalTo("FORBIDDEN"));
        }
    }

    private JsonObject person(String user, String role) {
        return new JsonObject()
                .put("tenant", "platform/" + office.workspace)
                .put("user", user)
                .put("role", role);
    }

    private static JsonObject me(Token token) {
        var answer =
                Office.as(token).get("/v1/me").then().statusCode(200).extract().asString();
        Contract.assertKept("Me", answer);
        return new JsonObject(answer);
    }
}

package dev.grantkeeper.vault.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.testkit.authorization.RecordedCall;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestIssuer;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class DisconnectingTest {

    TestVault vault;

    private Office office;

    @BeforeEach
    void newOffice() {
        office = Office.of(vault);
    }

    @Test
    void disconnect_ownOAuth2_erasesTheValuesAndRevokesAtTheProvider() {
        var id = connectedId("ada", true);

        disconnect(office.member("ada"), id).statusCode(204);

        assertErased(id);
        assertThat(revoked("refresh-of-ada")).singleElement().satisfies(call -> assertThat(call.parameters())
                .containsEntry("token_type_hint", "refresh_token"));
        office.lookUp("user", "ada").statusCode(424).body("cause", equalTo("never_connected"));
    }

    @Test
    void disconnect_withoutRefreshToken_revokesTheAccessToken() {
        var id = connectedId("bea", false);

        disconnect(office.member("bea"), id).statusCode(204);

        assertThat(revoked("access-of-bea")).hasSize(1);
    }

    @Test
    void disconnect_again_doesNothingMore() {
        var id = connectedId("cyd", true);
        disconnect(office.member("cyd"), id).statusCode(204);
        var before = row(id);

        disconnect(office.member("cyd"), id).statusCode(204);

        assertThat(row(id).get("generation"))
                .isEqualTo(before.get("generation"))
                .isEqualTo(2L);
        assertThat(revoked("refresh-of-cyd")).hasSize(1);
        assertThat(office.query("select 1 from audit where action = 'disconnected' and connection_id = ?", id))
                .hasSize(1);
    }

    @Test
    void disconnect_providerAway_erasesTheValuesAllTheSame() {
        var id = connectedId("dee", true);
        vault.provider().next(Endpoint.REVOCATION, Fault.answer(500, Map.of(), ""));

        disconnect(office.member("dee"), id).statusCode(204);

        assertErased(id);
        assertThat(revoked("refresh-of-dee")).hasSize(1);
    }

    @Test
    void disconnect_valueThatDoesNotOpen_erasesItAllTheSame() {
        var id = connectedId("eve", true);
        office.tamper("update connection set refresh_sealed_at = 7 where id = ?", id);

        disconnect(office.member("eve"), id).statusCode(204);

        assertErased(id);
    }

    @Test
    void disconnect_workspacesConnection_isForAdmins() {
        office.offersSecret("workspace");
        String id = office.putSecret(office.admin(), "workspace", "x").extract().path("id");

        disconnect(office.member("ada"), UUID.fromString(id)).statusCode(403).body("reason", equalTo("FORBIDDEN"));
        office.lookUp("workspace", "ada").statusCode(200);
        disconnect(office.admin(), UUID.fromString(id)).statusCode(204);
        assertErased(UUID.fromString(id));
    }

    @Test
    void disconnect_ofOthers_isNotFound() {
        var id = connectedId("fay", true);

        for (var stranger : List.of(
                office.member("bob"),
                office.admin(),
                office.neighbour().member("fay"),
                office.namesake().member("fay"))) {
            disconnect(stranger, id).statusCode(404).body("reason", equalTo("NOT_FOUND"));
        }
        disconnect(office.member("fay"), UUID.randomUUID()).statusCode(404);
        assertThat(row(id)).containsEntry("status", "connected");
    }

    @Test
    void connect_afterDisconnect_isTheSameConnectionWithALaterGeneration() {
        office.offersSecret("user");
        String id =
                office.putSecret(office.member("ada"), "user", "x").extract().path("id");
        disconnect(office.member("ada"), UUID.fromString(id)).statusCode(204);

        office.putSecret(office.member("ada"), "user", "y")
                .body("id", equalTo(id))
                .body("generation", equalTo(3));
    }

    private UUID connectedId(String user, boolean renewable) {
        return office.offersOAuth2("user")
                .connect(user, Duration.ZERO, Duration.ofHours(1), renewable)
                .id()
                .value();
    }

    private static ValidatableResponse disconnect(TestIssuer.Token person, UUID id) {
        return Office.as(person).delete("/v1/connections/" + id).then();
    }

    private void assertErased(UUID id) {
        assertThat(row(id))
                .containsEntry("status", "disconnected")
                .containsEntry("access_envelope", null)
                .containsEntry("refresh_envelope", null);
    }

    private Map<String, Object> row(UUID id) {
        return office.query("select * from connection where id = ?", id).get(0);
    }

    /** Nobody waits for the provider but this. */
    private List<RecordedCall> revoked(String token) {
        await().until(() -> !revocations(token).isEmpty());
        return revocations(token);
    }

    private List<RecordedCall> revocations(String token) {
        return vault.provider().calls(Endpoint.REVOCATION).stream()
                .filter(call -> token.equals(call.parameters().get("token")))
                .toList();
    }
}

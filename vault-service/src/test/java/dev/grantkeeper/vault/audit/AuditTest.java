package dev.grantkeeper.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultChannel;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc;
import dev.grantkeeper.wire.v1.GetConnectionRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class AuditTest {

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Office office;
    private UUID connection;

    @BeforeEach
    void setSecret() {
        office = Office.of(vault).offersSecret("workspace");
        connection = UUID.fromString(office.putSecret(office.admin(), "workspace", "sk-12345")
                .extract()
                .path("id"));
    }

    @Test
    void reveal_overHttpOrGrpc_isOnRecordWithWhoAndWhichGeneration() {
        office.lookUp("workspace", "ada").statusCode(200);
        office.putSecret(office.admin(), "workspace", "sk-67890").statusCode(200);
        office.lookUp("workspace", null).statusCode(200);
        try (var channel = new VaultChannel(address)) {
            ConnectionLookupGrpc.newBlockingStub(channel.as(office.execution("bob")))
                    .getWorkspaceConnection(GetConnectionRequest.getDefaultInstance());
        }

        assertThat(reveals())
                .extracting(entry -> entry.get("actor") + "@" + entry.get("generation"))
                .containsExactly("ada@1", "-@2", "bob@2");
        assertThat(reveals()).allSatisfy(entry -> assertThat(entry)
                .containsEntry("tenant", "platform/" + office.workspace)
                .containsEntry("actor_kind", "execution")
                .containsEntry("app", office.app)
                .containsEntry("detail", "workspace"));
    }

    @Test
    void reveal_byManyAtOnce_isOnRecordForEach() {
        var calls = Stream.generate(() -> CompletableFuture.runAsync(
                        () -> office.lookUp("workspace", "ada").statusCode(200)))
                .limit(40)
                .toArray(CompletableFuture[]::new);

        CompletableFuture.allOf(calls).join();

        assertThat(reveals()).hasSize(40);
    }

    @Test
    void refusedLookup_isNotARevealOnRecord() {
        office.neighbour().lookUp("workspace", "eve").statusCode(424);
        office.lookUp("workspace", "ada", "required_scopes=admin").statusCode(400);

        assertThat(reveals()).isEmpty();
    }

    @Test
    void record_tableGone_nothingIsRevealedUntilItIsBack() throws SQLException {
        try (var session = vault.sql();
                var sql = session.createStatement()) {
            sql.execute("alter table audit rename to audit_hidden");
            try {
                assertUnavailable();
                office.putSecret(office.admin(), "workspace", "unrecorded").statusCode(500);
            } finally {
                sql.execute("alter table audit_hidden rename to audit");
            }
        }

        office.lookUp("workspace", "ada").statusCode(200).body("value", equalTo("sk-12345"));
        assertThat(reveals()).hasSize(1);
    }

    @Test
    void record_tableLocked_nothingIsRevealedAndNobodyHangs() throws SQLException {
        long asked = System.nanoTime();
        try (var session = vault.sql();
                var sql = session.createStatement()) {
            session.setAutoCommit(false);
            sql.execute("lock table audit in access exclusive mode");

            assertUnavailable();

            session.rollback();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(4));
        office.lookUp("workspace", "ada").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit set actor = 'nobody'", "delete from audit", "truncate audit"})
    void record_changedByAnybody_refuses(String sql) throws SQLException {
        try (var session = vault.sql();
                var statement = session.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("append-only");
        }
    }

    private void assertUnavailable() {
        office.lookUp("workspace", "ada")
                .statusCode(503)
                .header("Retry-After", "1")
                .body("reason", equalTo("UNAVAILABLE"))
                .body("value", nullValue());
    }

    private List<Map<String, Object>> reveals() {
        return office.query(
                "select * from audit where action = 'value_revealed' and connection_id = ? order by id", connection);
    }
}

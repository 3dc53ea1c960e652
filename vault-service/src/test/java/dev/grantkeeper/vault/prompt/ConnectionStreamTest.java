package dev.grantkeeper.vault.prompt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.event.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections as they change, beside prompts. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ConnectionStreamTest {

    TestVault vault;

    @Inject
    PromptFeed feed;

    @Inject
    Connections connections;

    @Inject
    ConnectionChanges changes;

    @Inject
    Transactions transactions;

    @TestHTTPResource
    URI address;

    private NotesApp notes;

    @BeforeEach
    void define() {
        notes = NotesApp.define(vault);
    }

    @Test
    void stream_ownConnectionChanges_tellsItsOwnerAlone() throws Throwable {
        try (var ada = open(notes.member("ada"), "?connections=true");
                var bob = open(notes.member("bob"), "?connections=true");
                var grace = open(notes.admin("grace"), "?connections=true");
                var silent = open(notes.member("ada"), "")) {
            var id = notes.connect("user", notes.member("ada"));
            assertChange(ada, id, "user", "connected");
            tell(id, Change.renewed("worker-1"));
            assertChange(ada, id, "user", "renewed");
            tell(id, Change.failed(AuthRequiredReason.GRANT_REVOKED));
            notes.disconnect(id, notes.member("ada"));

            // The topics are read apart from each other: only the order within each is known.
            assertThat(changesOf(ada, 2)).containsExactly("failed", "disconnected");
            assertThat(silent.next().name()).isEqualTo("prompt");
            assertThat(silent.next().name()).isEqualTo("prompt");
            assertThat(silent.pending()).isZero();
            var workspaces = notes.connect("workspace", notes.admin("grace"));
            for (var reader : new EventStream[] {bob, grace}) {
                assertChange(reader, workspaces, "workspace", "connected");
                assertThat(reader.pending()).isZero();
            }
        }
    }

    @Test
    void stream_workspacesConnectionChanges_tellsMembersToo() throws Exception {
        try (var ada = open(notes.member("ada"), "?connections=true");
                var rival = open(vault.rival().admin(notes.workspace(), "ada").bearer(), "?connections=true")) {
            var id = notes.connect("workspace", notes.admin("grace"));

            var change = assertChange(ada, id, "workspace", "connected");
            assertThat(change.fieldNames())
                    .containsExactlyInAnyOrder("connection_id", "app", "owner", "change", "generation", "at");
            assertThat(change.getLong("generation")).isEqualTo(1);
            assertThat(rival.pending()).isZero();
        }
    }

    @Test
    void stream_changesOfConnectionsMayHaveBeenMissed_getsANewSnapshotWhereTheyAreWanted() throws Exception {
        try (var ada = open(notes.member("ada"), "?connections=true");
                var silent = open(notes.member("ada"), "?connections=false")) {
            feed.connectionsRestarted();
            feed.connectionsRestarted();

            assertThat(ada.next().name()).isEqualTo("snapshot");
            notes.mustAuthenticate("user", "ada");
            assertThat(ada.next().name()).isEqualTo("prompt");
            assertThat(silent.next().name()).isEqualTo("prompt");
        }
    }

    @Test
    void stream_neitherTrueNorFalse_isInvalid() {
        given().header("Authorization", notes.member("ada"))
                .get("/v1/prompts/stream?connections=some")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("connections"));
    }

    private EventStream open(String authorization, String query) throws Exception {
        var stream = EventStream.open(address.toString().replaceFirst("/$", ""), authorization, query);
        assertThat(stream.next().name()).isEqualTo("snapshot");
        return stream;
    }

    private static List<String> changesOf(EventStream stream, int count) throws InterruptedException {
        var changes = new ArrayList<String>();
        while (changes.size() < count) {
            var event = stream.next();
            if (event.name().equals("connection")) {
                changes.add(event.data().getString("change"));
            }
        }
        return changes;
    }

    private JsonObject assertChange(EventStream stream, String id, String owner, String change)
            throws InterruptedException {
        var event = stream.next();
        assertThat(event.name()).isEqualTo("connection");
        Contract.assertKept("ConnectionChange", event.data().encode());
        assertThat(event.data().getString("connection_id")).isEqualTo(id);
        assertThat(event.data().getString("app")).isEqualTo(notes.app());
        assertThat(event.data().getJsonObject("owner").getString("type")).isEqualTo(owner);
        assertThat(event.data().getString("change")).isEqualTo(change);
        return event.data();
    }

    private void tell(String id, Change change) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> transactions.inOne(() ->
                connections.lock(ConnectionId.parse(id)).flatMap(found -> changes.tell(found.orElseThrow(), change))));
    }
}

package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To look for what is due costs by what is due, not by what is stored. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class DuePlansTest {

    private static final int STORED = 40_000;
    private static final int DUE = 200;
    /** Pages that one look may touch; all that is stored lies on more than a thousand. */
    private static final int MOST_PAGES = 1_000;

    TestVault vault;

    @Inject
    Pool pool;

    @Inject
    Stage stage;

    private UUID client;

    @BeforeEach
    void store() throws SQLException {
        var scene = stage.dueScene(vault);
        client = UUID.fromString(scene.ofClient("id"));
        try (var session = vault.sql();
                var statement = session.createStatement()) {
            statement.execute(
                    "insert into connection (id, tenant, app, owner_kind, owner_id, type, status, definition_id,"
                            + " definition_version, grant_id, generation, refresh_generation, access_envelope, access_sealed_at,"
                            + " refresh_envelope, refresh_sealed_at, connected_at, obtained_at, expires_at, due_at, next_attempt_at,"
                            + " created_by, created_at) select gen_random_uuid(), tenant, app, owner_kind, 'stored-' || n, type,"
                            + " status, definition_id, definition_version, grant_id, 1, 1, access_envelope, 1, refresh_envelope, 1,"
                            + " now(), now(), now() + interval '2 h', case when n <= " + DUE
                            + " then now() - interval '1 h' else now() + interval '1 h' end, now() + interval '1 h', created_by,"
                            + " now() from connection, generate_series(1, " + STORED + ") n where id = '" + scene.id()
                            + "'");
            statement.execute("analyze connection");
        }
    }

    @AfterEach
    void forget() throws SQLException {
        try (var session = vault.sql();
                var statement = session.createStatement()) {
            statement.execute("delete from connection where owner_id like 'stored-%'");
        }
    }

    @Test
    void look_manyStoredAndFewDue_touchesFewPages() {
        var now = Instant.now().atOffset(ZoneOffset.UTC);
        assertCheap(PostgresDueRenewals.OFFER, Tuple.of(now, new UUID[0], before(now), 500));
        assertCheap(PostgresDueRenewals.OFFER, Tuple.of(now, new UUID[] {client}, before(now), 500));
        assertCheap(
                PostgresDueRenewals.OFFER_WITHIN,
                Tuple.of(now, new UUID[] {client}, before(now), 500, new Integer[] {5}));
        assertCheap(
                PostgresDueRenewals.HINTS,
                Tuple.of(now, new UUID[] {client}, true, "platform", new Integer[] {5}, 100));
        assertCheap(PostgresDueRenewals.RECALL, Tuple.of(now, new UUID[] {client}, 1_000));
        assertCheap(PostgresDueRenewals.ENDING, Tuple.of(now, 100));
    }

    private static OffsetDateTime before(OffsetDateTime now) {
        return now.minusSeconds(10);
    }

    private void assertCheap(String query, Tuple parameters) {
        var plan = pool.preparedQuery("explain (analyze, buffers) " + query)
                .execute(parameters)
                .await()
                .indefinitely();
        var text = StreamSupport.stream(plan.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
        var pages = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?")
                .matcher(text);
        assertThat(pages.find()).isTrue();
        var touched = number(pages.group(1)) + number(pages.group(2));
        assertThat(touched).as(text).isLessThan(MOST_PAGES);
        assertThat(text).doesNotContain("Seq Scan on connection");
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}

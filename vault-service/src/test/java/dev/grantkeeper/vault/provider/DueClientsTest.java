package dev.grantkeeper.vault.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a limit holds for everybody, to look for room costs by what is due, not by the clients that are known. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class DueClientsTest {

    private static final int KNOWN = 20_000;

    TestVault vault;

    @Inject
    Clients clients;

    @Inject
    Pool pool;

    private Office office;

    @BeforeEach
    void store() throws SQLException {
        office = Office.of(vault).offersOAuth2("user");
        execute(
                "insert into definition (id, issuer, app, owner_kind, version)"
                        + " select gen_random_uuid(), 'many', 'app-' || n, 'user', 1 from generate_series(1, " + KNOWN
                        + ") n",
                "insert into definition_version (definition_id, version, type, settings, client_id)"
                        + " select id, 1, 'oauth2', '{}', 'client' from definition where issuer = 'many'",
                "insert into connection (id, tenant, app, owner_kind, owner_id, type, status, definition_id,"
                        + " definition_version, grant_id, generation, access_envelope, access_sealed_at, connected_at,"
                        + " obtained_at, due_at, next_attempt_at, created_by, created_at)"
                        + " select gen_random_uuid(), 'many/w', app, 'user', 'ada', 'oauth2', 'connected', id, 1,"
                        + " gen_random_uuid(), 1, '', 1, now(), now(), now() + case when app in ('app-7', 'app-8')"
                        + " then interval '-1 h' else interval '1 h' end, now() + interval '1 h', 'ada', now()"
                        + " from definition where issuer = 'many'",
                "analyze connection",
                "analyze definition",
                "analyze definition_version",
                "analyze provider_client");
    }

    @AfterEach
    void forget() throws SQLException {
        execute(
                "delete from connection where tenant = 'many/w'",
                "delete from definition_version using definition where definition_id = id and issuer = 'many'",
                "delete from definition where issuer = 'many'",
                "delete from provider_client where issuer = 'many'");
    }

    private void execute(String... statements) throws SQLException {
        try (var session = vault.sql();
                var statement = session.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void heldOrDue_manyKnownAndTwoDue_areThoseAndTheHeldOnes() throws Throwable {
        execute("update provider_client set recalls = true where issuer = 'many' and app = 'app-9'");
        List<ClientState> found = VertxContextSupport.subscribeAndAwait(() -> clients.heldOrDue(Instant.now()));
        assertThat(found.stream().filter(client -> client.issuer().equals("many")))
                .extracting(ClientState::app)
                .containsExactlyInAnyOrder("app-7", "app-8", "app-9");
        assertThat(found).noneMatch(client -> client.app().equals(office.app));
    }

    @Test
    void heldOrDue_manyKnownAndTwoDue_readsNoTableThrough() {
        var plan = pool.preparedQuery("explain (analyze) " + PostgresClients.HELD_OR_DUE.replace("?", "$"))
                .execute(Tuple.of(Instant.now().atOffset(ZoneOffset.UTC)))
                .await()
                .indefinitely();
        var text = StreamSupport.stream(plan.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
        assertThat(text).doesNotContain("Seq Scan");
    }
}

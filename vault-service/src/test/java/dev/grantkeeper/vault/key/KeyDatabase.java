package dev.grantkeeper.vault.key;

import dev.grantkeeper.testkit.PostgresServer;
import dev.grantkeeper.testkit.Shared;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** A real database with the vault's schema, and its pool. */
final class KeyDatabase implements AutoCloseable {

    private final PostgresServer server = Shared.postgres();
    private final String name;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    KeyDatabase(String name) {
        this.name = server.createDatabase(name);
        Flyway.configure()
                .dataSource(server.jdbcUrl(name), server.user(), server.password())
                .load()
                .migrate();
        this.pool = Pool.newInstance(PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(server.uri(name))
                        .setUser(server.user())
                        .setPassword(server.password()))
                .build());
    }

    Vertx vertx() {
        return vertx;
    }

    StoredScopeKeys stored() {
        return new PostgresScopeKeys(pool);
    }

    /** Runs one statement as a tool of the operator would. */
    int run(String statement, Object... parameters) {
        try (var connection = server.connect(name);
                var prepared = connection.prepareStatement(statement)) {
            for (var i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void shred(Scope scope) {
        run("update scope_key set wrapped = null, shredded_at = now() where scope = ?", scope.id());
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.dropDatabase(name);
    }
}

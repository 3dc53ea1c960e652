package dev.grantkeeper.vault.event;

import dev.grantkeeper.testkit.PostgresServer;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A real database with the vault's schema, and an outbox to fill. */
final class OutboxDatabase implements AutoCloseable {

    private final PostgresServer server;
    private final String name = "outbox_" + Long.toHexString(System.nanoTime());

    OutboxDatabase(PostgresServer server) {
        this.server = server;
        server.createDatabase(name);
        Flyway.configure()
                .dataSource(server.jdbcUrl(name), server.user(), server.password())
                .load()
                .migrate();
    }

    DataSource source() {
        var source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl(name));
        source.setUser(server.user());
        source.setPassword(server.password());
        return source;
    }

    /** One event, in a transaction of its own. */
    void add(String topic, String key, String data) {
        try (var session = server.connect(name);
                var insert =
                        session.prepareStatement("insert into outbox (topic, key, type, event_id, occurred_at, data)"
                                + " values (?, ?, 'dev.grantkeeper.test.v1', gen_random_uuid(), now(), ?)")) {
            insert.setString(1, topic);
            insert.setString(2, key);
            insert.setString(3, data);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The oldest event has been waiting for that long. */
    void wait(Duration time) {
        update("update outbox set occurred_at = now() - interval '" + time.toMillis() + " ms'");
    }

    void empty() {
        update("delete from outbox");
    }

    private void update(String sql) {
        try (var session = server.connect(name);
                var statement = session.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the vault uses it. */
    Pool pool(Vertx vertx) {
        return Pool.newInstance(PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(server.uri(name))
                        .setUser(server.user())
                        .setPassword(server.password()))
                .build());
    }

    long waiting() {
        return number("select count(*) from outbox");
    }

    /** Ends the sessions that hold the turn, as a failover would. Answers how many there were. */
    long endTurns() {
        return number("select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory'"
                + " and database = (select oid from pg_database where datname = current_database())");
    }

    private long number(String sql) {
        try (var session = server.connect(name);
                var statement = session.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.dropDatabase(name);
    }
}

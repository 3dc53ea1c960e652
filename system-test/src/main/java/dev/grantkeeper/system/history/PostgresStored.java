package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Reads what the vault stored, all of it as of one moment. */
public final class PostgresStored {

    /** One row of a result as what it stands for. */
    private interface Reader<T> {

        T read(ResultSet row) throws SQLException;
    }

    private static final String OWNER = "tenant || '/' || app || '/' || owner_id as owner";
    private static final String NOW = "select now()";
    private static final String CONNECTIONS =
            "select id, status, generation, " + OWNER + " from connection where starts_with(tenant, ?)";
    private static final String OF_CONNECTIONS =
            " join connection c on c.id = connection_id and starts_with(c.tenant, ?)";
    private static final String LEASES = """
            select lease_id, connection_id, worker, parent, a.generation, leased_at, lease_ends_at,
                   coalesce(a.unknown_at, case when a.taken_over then lease_ends_at end) as unknown_at, answered_at, result, result_generation
            from renewal_attempt a""" + OF_CONNECTIONS;
    private static final String COMMITS =
            """
            select connection_id, a.generation, action, actor, at from audit a""" + OF_CONNECTIONS + " where action in ('connected', 'renewed', 'disconnected')";
    private static final String PROMPTS =
            "select id, reason, opened_at, resolved_at, " + OWNER + " from prompt where starts_with(tenant, ?)";
    private static final String QUARANTINED = "select count(*) from quarantine" + OF_CONNECTIONS;
    private static final String OUTBOX = "select count(*) from outbox where true or ? = ''";

    private final PostgresServer server;
    private final String database;

    public PostgresStored(PostgresServer server, String database) {
        this.server = server;
        this.database = database;
    }

    /**
     * @param tenants the beginning of the names of the tenants concerned, such as {@code platform/acme}; the outbox is
     *     counted as a whole
     */
    public Stored read(String tenants) {
        try (var connection = server.connect(database)) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new Stored(
                    now(connection),
                    all(connection, CONNECTIONS, tenants, PostgresStored::standing),
                    all(connection, LEASES, tenants, PostgresStored::lease),
                    all(connection, COMMITS, tenants, PostgresStored::commit),
                    all(connection, PROMPTS, tenants, PostgresStored::prompted),
                    count(connection, QUARANTINED, tenants),
                    count(connection, OUTBOX, tenants));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read what was stored in database " + database, e);
        }
    }

    private static Instant now(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(NOW)) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }

    private static <T> List<T> all(Connection connection, String sql, String tenants, Reader<T> reader)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, tenants);
            var rows = statement.executeQuery();
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    private static long count(Connection connection, String sql, String tenants) throws SQLException {
        return all(connection, sql, tenants, row -> row.getLong(1)).get(0);
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(id(row, "id"), row.getString("owner"), row.getString("status"), row.getLong("generation"));
    }

    private static Lease lease(ResultSet row) throws SQLException {
        return new Lease(
                id(row, "lease_id"),
                id(row, "connection_id"),
                row.getString("worker"),
                row.getLong("parent"),
                row.getLong("generation"),
                row.getTimestamp("leased_at").toInstant(),
                row.getTimestamp("lease_ends_at").toInstant(),
                time(row, "unknown_at"),
                answer(row));
    }

    private static Optional<Lease.Answer> answer(ResultSet row) throws SQLException {
        String result = row.getString("result");
        return result == null
                ? Optional.empty()
                : Optional.of(new Lease.Answer(
                        row.getTimestamp("answered_at").toInstant(),
                        Lease.Result.valueOf(result.toUpperCase(Locale.ROOT)),
                        row.getLong("result_generation")));
    }

    /** The vault itself renews nothing: what is renewed in its name was in quarantine. */
    private static Commit commit(ResultSet row) throws SQLException {
        var kind =
                switch (row.getString("action")) {
                    case "connected" -> Commit.Kind.CONNECTED;
                    case "disconnected" -> Commit.Kind.DISCONNECTED;
                    default -> row.getString("actor").equals("vault") ? Commit.Kind.PROMOTED : Commit.Kind.RENEWED;
                };
        return new Commit(
                id(row, "connection_id"),
                row.getLong("generation"),
                kind,
                row.getTimestamp("at").toInstant());
    }

    private static Prompted prompted(ResultSet row) throws SQLException {
        return new Prompted(
                id(row, "id"),
                row.getString("owner"),
                row.getString("reason"),
                row.getTimestamp("opened_at").toInstant(),
                time(row, "resolved_at"));
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}

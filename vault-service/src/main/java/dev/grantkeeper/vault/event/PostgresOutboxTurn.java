package dev.grantkeeper.vault.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The right to relay, for as long as this session lives. The database ends the session of a holder that is gone or says
 * nothing for a while, be it crashed, cut off or stopped, so that another can take the turn.
 *
 * <p>Every method blocks, and throws IllegalStateException when the session is lost.
 */
final class PostgresOutboxTurn implements AutoCloseable {

    private static final long LOCK = 0x6772616e746b6570L;
    private static final int ANSWER_MILLIS = 10_000;
    private static final String OLDEST =
            "select id, topic, key, type, event_id, occurred_at, data from outbox order by id limit ?";

    private final Connection session;

    PostgresOutboxTurn(Connection session) {
        this.session = session;
    }

    boolean lock() {
        return ask(() -> {
            session.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
            execute("set idle_session_timeout = '15s'");
            execute("set tcp_keepalives_idle = 5");
            execute("set tcp_keepalives_interval = 2");
            execute("set tcp_keepalives_count = 3");
            try (var statement = session.prepareStatement("select pg_try_advisory_lock(?)")) {
                statement.setLong(1, LOCK);
                var row = statement.executeQuery();
                return row.next() && row.getBoolean(1);
            }
        });
    }

    List<Outgoing> oldest(int limit) {
        return ask(() -> {
            try (var statement = session.prepareStatement(OLDEST)) {
                statement.setInt(1, limit);
                return read(statement);
            }
        });
    }

    void delete(List<Outgoing> events) {
        ask(() -> {
            try (var statement = session.prepareStatement("delete from outbox where id = any (?)")) {
                var ids = events.stream().map(Outgoing::id).toArray(Long[]::new);
                statement.setArray(1, session.createArrayOf("bigint", ids));
                return statement.executeUpdate();
            }
        });
    }

    /** Gives the turn up and leaves the session as it was. */
    @Override
    public void close() {
        try (session) {
            execute("select pg_advisory_unlock_all()");
            execute("reset all");
            session.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException lost) {
            // With the session the database has ended the turn.
            return;
        }
    }

    private static List<Outgoing> read(PreparedStatement statement) throws SQLException {
        var events = new ArrayList<Outgoing>();
        for (var rows = statement.executeQuery(); rows.next(); ) {
            events.add(event(rows));
        }
        return events;
    }

    private static Outgoing event(ResultSet row) throws SQLException {
        return new Outgoing(
                row.getLong("id"),
                row.getString("topic"),
                row.getString("key"),
                row.getString("type"),
                row.getObject("event_id", UUID.class),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("data")));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException lost) {
            throw new IllegalStateException("the outbox cannot be read: " + lost.getMessage(), lost);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }
}

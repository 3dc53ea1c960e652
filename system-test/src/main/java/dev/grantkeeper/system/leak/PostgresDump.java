package dev.grantkeeper.system.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.sql.Types.BINARY;

import dev.grantkeeper.testkit.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every row of every table of one database, as its owner reads it. */
public final class PostgresDump {

    private static final int PIECE = 1024 * 1024;
    private static final int ROWS_AT_ONCE = 500;
    private static final String TABLES = """
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema') order by 1
            """;

    private final PostgresServer server;
    private final String database;

    public PostgresDump(PostgresServer server, String database) {
        this.server = server;
        this.database = database;
    }

    /** Adds all rows, binary columns as their bytes and others as text. Returns how many tables there are. */
    public int into(Haystack haystack) {
        try (var connection = server.connect(database)) {
            connection.setAutoCommit(false);
            var tables = tables(connection);
            for (String table : tables) {
                dump(connection, table, haystack);
            }
            return tables.size();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot dump database " + database, e);
        }
    }

    /** Writes everything that is still in memory to the database's files. */
    public void checkpoint() {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot write a checkpoint", e);
        }
    }

    /** Stores these values, one row each, in a table of its own outside the product's schema. */
    public void plant(Map<String, byte[]> values) {
        try (var connection = server.connect(database)) {
            try (var statement = connection.createStatement()) {
                statement.execute("create schema if not exists planted");
                statement.execute("create table if not exists planted.marker (name text, value bytea)");
            }
            try (var insert = connection.prepareStatement("insert into planted.marker values (?, ?)")) {
                for (var value : values.entrySet()) {
                    insert.setString(1, value.getKey());
                    insert.setBytes(2, value.getValue());
                    insert.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot plant markers in database " + database, e);
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(TABLES)) {
            var tables = new ArrayList<String>();
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            return tables;
        }
    }

    private static void dump(Connection connection, String table, Haystack haystack) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            var rows = statement.executeQuery("select * from " + table);
            var piece = new ByteArrayOutputStream();
            while (rows.next()) {
                writeRow(rows, piece);
                if (piece.size() > PIECE) {
                    haystack.add(Place.TABLES, "table " + table, piece.toByteArray());
                    piece.reset();
                }
            }
            haystack.add(Place.TABLES, "table " + table, piece.toByteArray());
        }
    }

    private static void writeRow(ResultSet row, ByteArrayOutputStream piece) throws SQLException {
        var columns = row.getMetaData();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            if (columns.getColumnType(column) == BINARY) {
                byte[] bytes = row.getBytes(column);
                piece.writeBytes(bytes == null ? new byte[0] : bytes);
            } else {
                String text = row.getString(column);
                piece.writeBytes(text == null ? new byte[0] : text.getBytes(UTF_8));
            }
            piece.write('\n');
        }
    }
}

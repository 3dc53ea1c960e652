package dev.grantkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgres18Test {

    @Test
    void shared_query_answersAsVersion18AndDurable() throws SQLException {
        var server = Shared.postgres();
        server.createDatabase("shared_query");
        server.createDatabase("shared_query");

        assertThat(ask(server, "shared_query", "show server_version")).startsWith("18.");
        assertThat(ask(server, "shared_query", "show fsync")).isEqualTo("on");
        assertThat(ask(server, "shared_query", "show synchronous_commit")).isEqualTo("on");
        assertThat(ask(server, "shared_query", "show max_connections")).isEqualTo("200");
        assertThat(ask(server, "shared_query", "show server_encoding")).isEqualTo("UTF8");
        assertThat(Shared.postgres()).isEqualTo(server);
    }

    @Test
    void dropDatabase_withOpenSession_endsIt() throws SQLException {
        var server = Shared.postgres();
        try (var session = server.connect(server.createDatabase("dropped"))) {
            server.dropDatabase("dropped");

            assertThat(session.isValid(5)).isFalse();
            assertThat(ask(server, "postgres", "select count(*) from pg_database where datname = 'dropped'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void createDatabase_nameThatNeedsQuoting_isRefused() {
        var server = new PostgresServer("127.0.0.1", 1, "u", "p");

        assertThatThrownBy(() -> server.createDatabase("a\"; drop")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void killAndStart_committedRows_areThereOnTheSamePort(@TempDir Path directory) throws SQLException {
        try (var postgres = EmbeddedPostgres18.startIn(directory.resolve("data"), 0, Map.of("max_connections", "20"))) {
            var server = postgres.server();
            ask(server, "postgres", "create table kept as select 42 as answer");

            postgres.kill();
            assertThatThrownBy(() -> server.connect("postgres")).isInstanceOf(SQLException.class);
            postgres.start();

            assertThat(postgres.server()).isEqualTo(server);
            assertThat(ask(server, "postgres", "select answer from kept")).isEqualTo("42");
            assertThat(ask(server, "postgres", "show max_connections")).isEqualTo("20");
        }
        try (var reopened = EmbeddedPostgres18.startIn(directory.resolve("data"), 0, Map.of())) {
            assertThat(ask(reopened.server(), "postgres", "select answer from kept"))
                    .isEqualTo("42");
        }
    }

    @Test
    void kill_inTheMiddleOfATransaction_endsItAndKeepsWhatWasCommitted(@TempDir Path directory) throws SQLException {
        try (var postgres = EmbeddedPostgres18.startIn(directory.resolve("data"), 0, Map.of())) {
            var server = postgres.server();
            ask(server, "postgres", "create table kept (answer int)");
            for (int i = 1; i <= 2; i++) {
                try (var committed = server.connect("postgres");
                        var open = server.connect("postgres");
                        var statement = open.createStatement()) {
                    committed.createStatement().execute("insert into kept values (" + i + ")");
                    open.setAutoCommit(false);
                    statement.execute("insert into kept values (-" + i + ")");

                    postgres.kill();

                    assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
                }
                postgres.start();
                assertThat(ask(server, "postgres", "select string_agg(answer::text, ' ' order by answer) from kept"))
                        .isEqualTo("1 2".substring(0, 2 * i - 1));
            }
        }
    }

    private static String ask(PostgresServer server, String database, String sql) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            var rows = statement.getResultSet();
            rows.next();
            return rows.getString(1);
        }
    }
}

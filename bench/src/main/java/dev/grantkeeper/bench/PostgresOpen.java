package dev.grantkeeper.bench;

import dev.grantkeeper.testkit.PostgresServer;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Which prompts are open, as the vault's database knows it. */
final class PostgresOpen {

    private static final String OPEN = """
            select id::text from prompt where tenant = ? and owner_kind = 'workspace' and resolved_at is null""";

    private final PostgresServer server;
    private final String database;

    PostgresOpen(PostgresServer server, String database) {
        this.server = server;
        this.database = database;
    }

    Set<String> of(String tenant) {
        try (var connection = server.connect(database);
                var statement = connection.prepareStatement(OPEN)) {
            statement.setString(1, tenant);
            var rows = statement.executeQuery();
            var ids = new HashSet<String>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer", e);
        }
    }
}

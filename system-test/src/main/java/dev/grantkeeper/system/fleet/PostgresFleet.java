package dev.grantkeeper.system.fleet;

import dev.grantkeeper.testkit.PostgresServer;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How the connections of some tenants stand, as the vault's database knows it. */
final class PostgresFleet {

    /** The database is away. */
    static final class Away extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Away(SQLException cause) {
            super("the database does not answer", cause);
        }
    }

    private static final String OPEN_PROMPTS = """
            select id, tenant || '/' || app || '/' || owner_id, reason from prompt
            where resolved_at is null and starts_with(tenant, ?) order by opened_at""";
    private static final String UNSETTLED = """
            select tenant || '/' || app || '/' || owner_id || ': ' || status || ' at generation ' || generation
                || coalesce(', answer lost since ' || unknown_since, '') || coalesce(', rejected at ' || rejected_at, '')
                || coalesce(', due at ' || due_at, '') || coalesce(', next attempt at ' || next_attempt_at, '')
            from connection c where starts_with(tenant, ?) and not case status
                when 'connected' then unknown_since is null and rejected_at is null and expires_at >= ?
                when 'auth_required' then exists (
                    select from prompt p where p.tenant = c.tenant and p.app = c.app and p.owner_kind = c.owner_kind
                    and p.owner_id = c.owner_id and p.resolved_at is null)
                else true end
            order by 1""";
    private static final String MAKE_DUE = """
            update connection set due_at = ?, published_at = null
            where starts_with(tenant, ?) and status = 'connected' and refresh_envelope is not null""";

    private final PostgresServer server;
    private final String database;

    PostgresFleet(PostgresServer server, String database) {
        this.server = server;
        this.database = database;
    }

    List<OpenPrompt> openPrompts(String tenants) {
        try (var connection = server.connect(database);
                var statement = connection.prepareStatement(OPEN_PROMPTS)) {
            statement.setString(1, tenants);
            var rows = statement.executeQuery();
            var prompts = new ArrayList<OpenPrompt>();
            while (rows.next()) {
                prompts.add(new OpenPrompt(rows.getObject(1, UUID.class), rows.getString(2), rows.getString(3)));
            }
            return prompts;
        } catch (SQLException e) {
            throw new Away(e);
        }
    }

    /** Those that neither have a value until then and are in good order, nor prompted, nor disconnected; each with what is known. */
    List<String> unsettled(String tenants, Instant goodUntil) {
        try (var connection = server.connect(database);
                var statement = connection.prepareStatement(UNSETTLED)) {
            statement.setString(1, tenants);
            statement.setTimestamp(2, Timestamp.from(goodUntil));
            var rows = statement.executeQuery();
            var unsettled = new ArrayList<String>();
            while (rows.next()) {
                unsettled.add(rows.getString(1));
            }
            return unsettled;
        } catch (SQLException e) {
            throw new Away(e);
        }
    }

    /** Returns how many connections there are to renew. */
    int makeDue(String tenants, Instant at) {
        try (var connection = server.connect(database);
                var statement = connection.prepareStatement(MAKE_DUE)) {
            statement.setTimestamp(1, Timestamp.from(at));
            statement.setString(2, tenants);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new Away(e);
        }
    }
}

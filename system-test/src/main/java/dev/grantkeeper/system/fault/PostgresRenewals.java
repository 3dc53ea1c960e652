package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.testkit.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Looks into the vaults' database, and changes there what only time would change otherwise. */
record PostgresRenewals(PostgresServer server) {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SECOND_TRIES = """
            select from connection c join renewal_attempt a on a.connection_id = c.id
            where c.unknown_since is not null and a.leased_at > c.unknown_since
            and a.answered_at is null and a.unknown_at is null and a.lease_ends_at > clock_timestamp()""";
    private static final String DUE = """
            update connection set due_at = clock_timestamp(), published_at = null
            where tenant || '/' || app || '/' || owner_id = ? and status = 'connected'""";

    /**
     * Waits until no token whose answer was lost is being presented again. To lose that answer, too, would be a second fault at
     * the same renewal, and too late for a third try within the grace period.
     */
    void awaitNoSecondTry() {
        Patience.await(SOON, "moment without a second try", () -> isSecondTry() ? Optional.empty() : Optional.of(true));
    }

    private boolean isSecondTry() {
        try (var connection = server.connect(Cluster.DATABASE);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(SECOND_TRIES)) {
            return rows.next();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look for second tries", e);
        }
    }

    /** Makes one connection due at this moment. */
    void due(String owner) {
        try (var connection = server.connect(Cluster.DATABASE);
                var statement = connection.prepareStatement(DUE)) {
            statement.setString(1, owner);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make " + owner + " due", e);
        }
    }
}

package dev.grantkeeper.system.story;

import dev.grantkeeper.system.machine.Machine;
import java.sql.SQLException;

/** Which renewals are under way, as the vault's database knows it. */
final class PostgresLeases {

    private static final String RUNNING =
            "select count(*) from renewal_attempt where answered_at is null and lease_ends_at > now()";

    private final Machine machine;

    PostgresLeases(Machine machine) {
        this.machine = machine;
    }

    int running() {
        try (var connection = machine.postgres().connect(Machine.DATABASE);
                var statement = connection.createStatement();
                var row = statement.executeQuery(RUNNING)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count the leases", e);
        }
    }
}

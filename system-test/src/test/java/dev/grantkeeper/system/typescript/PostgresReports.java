package dev.grantkeeper.system.typescript;

import dev.grantkeeper.system.machine.Machine;
import java.sql.SQLException;

/** Which values were reported rejected, as the vault's audit table has it. */
final class PostgresReports {

    private static final String OF_A_USER =
            "select count(*) from audit where action = 'value_reported_rejected' and actor = ?";

    private final Machine machine;

    PostgresReports(Machine machine) {
        this.machine = machine;
    }

    /** By executions that this user triggered. */
    int by(String user) {
        try (var connection = machine.postgres().connect(Machine.DATABASE);
                var statement = connection.prepareStatement(OF_A_USER)) {
            statement.setString(1, user);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count the reports", e);
        }
    }
}

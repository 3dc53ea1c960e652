package dev.grantkeeper.vault.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Whose turn it is to relay: the one whose session holds the lock. */
@ApplicationScoped
class PostgresOutboxTurns {

    private final DataSource database;

    PostgresOutboxTurns(DataSource database) {
        this.database = database;
    }

    /**
     * Takes the turn unless another session has it.
     *
     * @throws IllegalStateException when the database cannot be reached
     */
    Optional<PostgresOutboxTurn> take() {
        try {
            var turn = new PostgresOutboxTurn(database.getConnection());
            if (turn.lock()) {
                return Optional.of(turn);
            }
            turn.close();
            return Optional.empty();
        } catch (SQLException away) {
            throw new IllegalStateException("the database cannot be reached: " + away.getMessage(), away);
        }
    }
}

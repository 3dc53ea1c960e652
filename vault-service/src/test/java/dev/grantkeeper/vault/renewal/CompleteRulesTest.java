package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.vault.connection.ConnectionStatus.AUTH_REQUIRED;
import static dev.grantkeeper.vault.connection.ConnectionStatus.CONNECTED;
import static dev.grantkeeper.vault.connection.ConnectionStatus.DISCONNECTED;
import static dev.grantkeeper.vault.renewal.CompleteRules.Brought.ACCESS_TOKEN_ONLY;
import static dev.grantkeeper.vault.renewal.CompleteRules.Brought.NEW_REFRESH_TOKEN;
import static dev.grantkeeper.vault.renewal.CompleteRules.Brought.NOTHING;
import static dev.grantkeeper.vault.renewal.CompleteRules.Decision.APPLY;
import static dev.grantkeeper.vault.renewal.CompleteRules.Decision.DROP;
import static dev.grantkeeper.vault.renewal.CompleteRules.Decision.NOTE;
import static dev.grantkeeper.vault.renewal.CompleteRules.Decision.QUARANTINE;
import static dev.grantkeeper.vault.renewal.CompleteRules.Decision.REPEAT;
import static dev.grantkeeper.vault.renewal.CompleteRules.Decision.REVOKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.renewal.CompleteRules.Brought;
import dev.grantkeeper.vault.renewal.CompleteRules.Decision;
import dev.grantkeeper.vault.renewal.CompleteRules.Held;
import dev.grantkeeper.vault.renewal.CompleteRules.Leased;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Complete's rules over grant, rotation, parent, generation, status and whether it was answered before. */
class CompleteRulesTest {

    private static final UUID GRANT = UUID.randomUUID();
    private static final UUID OTHER_GRANT = UUID.randomUUID();

    /** What the connection holds, seen from an attempt with parent 4 at generation 6. */
    private enum Row {
        /** Exactly what was leased. */
        SAME(CONNECTED, GRANT, 4, 6),
        /** Renewed meanwhile, without a new refresh token. */
        NEWER_VALUE(CONNECTED, GRANT, 4, 7),
        /** Renewed meanwhile, with a new refresh token. */
        NEWER_REFRESH_TOKEN(CONNECTED, GRANT, 7, 7),
        RECONNECTED(CONNECTED, OTHER_GRANT, 7, 7),
        RECONNECTED_WITHOUT_REFRESH_TOKEN(CONNECTED, OTHER_GRANT, 0, 7),
        DEAD(AUTH_REQUIRED, GRANT, 4, 6),
        DEAD_WITH_NEWER_REFRESH_TOKEN(AUTH_REQUIRED, GRANT, 7, 7),
        DEAD_AFTER_RECONNECT(AUTH_REQUIRED, OTHER_GRANT, 7, 7),
        GONE(DISCONNECTED, OTHER_GRANT, 0, 7);

        private final Held held;

        Row(ConnectionStatus status, UUID grant, long refreshGeneration, long generation) {
            this.held = new Held(status, grant, refreshGeneration, generation);
        }
    }

    static Stream<Arguments> table() {
        return Stream.of(
                arguments(Row.SAME, APPLY, APPLY, NOTE),
                arguments(Row.NEWER_VALUE, APPLY, DROP, DROP),
                arguments(Row.NEWER_REFRESH_TOKEN, QUARANTINE, DROP, DROP),
                arguments(Row.RECONNECTED, DROP, DROP, DROP),
                arguments(Row.RECONNECTED_WITHOUT_REFRESH_TOKEN, DROP, DROP, DROP),
                arguments(Row.DEAD, APPLY, APPLY, DROP),
                arguments(Row.DEAD_WITH_NEWER_REFRESH_TOKEN, QUARANTINE, DROP, DROP),
                arguments(Row.DEAD_AFTER_RECONNECT, DROP, DROP, DROP),
                arguments(Row.GONE, REVOKE, REVOKE, DROP));
    }

    @ParameterizedTest
    @MethodSource("table")
    void decide_notAnsweredBefore_byTable(Row row, Decision rotated, Decision notRotated, Decision nothing) {
        assertThat(decide(row, NEW_REFRESH_TOKEN)).isEqualTo(rotated);
        assertThat(decide(row, ACCESS_TOKEN_ONLY)).isEqualTo(notRotated);
        assertThat(decide(row, NOTHING)).isEqualTo(nothing);
    }

    @ParameterizedTest
    @MethodSource("table")
    void decide_answeredBefore_repeatsWhateverTheRowSays(Row row) {
        var answered = new Leased(true, GRANT, 4, 6);
        for (var brought : Brought.values()) {
            assertThat(CompleteRules.decide(answered, row.held, brought)).isEqualTo(REPEAT);
        }
    }

    @Test
    void decide_everyRow_isInTheTable() {
        assertThat(table().map(arguments -> arguments.get()[0])).containsExactlyInAnyOrder((Object[]) Row.values());
    }

    @Test
    void decide_tokenObtained_isDroppedOnlyWhenTheGrantIsAnotherOrNoRefreshTokenCame() {
        for (var row : Row.values()) {
            if (row.held.grantId().equals(GRANT)) {
                assertThat(decide(row, NEW_REFRESH_TOKEN)).isIn(Set.of(APPLY, QUARANTINE));
            }
        }
    }

    private static Decision decide(Row row, Brought brought) {
        return CompleteRules.decide(new Leased(false, GRANT, 4, 6), row.held, brought);
    }
}

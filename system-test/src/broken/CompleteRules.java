package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.ConnectionStatus;
import java.util.UUID;

/**
 * What Complete must not be: compares nothing and applies whatever comes. The fault suite puts it in the place of the real
 * one to show that the checker catches it.
 */
final class CompleteRules {

    enum Brought {
        NEW_REFRESH_TOKEN,
        ACCESS_TOKEN_ONLY,
        NOTHING
    }

    enum Decision {
        REPEAT,
        APPLY,
        QUARANTINE,
        DROP,
        REVOKE,
        NOTE
    }

    record Leased(boolean answered, UUID grantId, long parent, long generation) {}

    record Held(ConnectionStatus status, UUID grantId, long refreshGeneration, long generation) {}

    private CompleteRules() {}

    static Decision decide(Leased leased, Held held, Brought brought) {
        return brought == Brought.NOTHING ? Decision.NOTE : Decision.APPLY;
    }
}

package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.ConnectionStatus;
import java.util.UUID;

/**
 * Whether an outcome is applied. Fencing by lease alone would throw away what may be the only live token; comparing nothing
 * but the refresh token would let a late answer of a provider that does not rotate put an old token over a newer one.
 */
final class CompleteRules {

    /** What an outcome carries. */
    enum Brought {
        NEW_REFRESH_TOKEN,
        ACCESS_TOKEN_ONLY,
        NOTHING
    }

    enum Decision {
        /** Answered before: say the same again. */
        REPEAT,
        /** Write the next generation. */
        APPLY,
        /** Keep it sealed for a while: it may be the grant's only live token. */
        QUARANTINE,
        /** Erase it. Never revoke it: at some providers that kills the person's new grant. */
        DROP,
        /** Nobody will use it any more: revoke it at the provider. */
        REVOKE,
        /** No value came, and the connection still holds the one that was to be renewed. */
        NOTE
    }

    /**
     * What was leased.
     *
     * @param parent the generation that stored the refresh token presented
     */
    record Leased(boolean answered, UUID grantId, long parent, long generation) {}

    /**
     * What the connection holds.
     *
     * @param refreshGeneration the generation that stored the present refresh token, 0 when there is none
     */
    record Held(ConnectionStatus status, UUID grantId, long refreshGeneration, long generation) {}

    private CompleteRules() {}

    static Decision decide(Leased leased, Held held, Brought brought) {
        if (leased.answered) {
            return Decision.REPEAT;
        }
        if (held.status == ConnectionStatus.DISCONNECTED) {
            return brought == Brought.NOTHING ? Decision.DROP : Decision.REVOKE;
        }
        if (!leased.grantId.equals(held.grantId)) {
            return Decision.DROP;
        }
        return switch (brought) {
            case NEW_REFRESH_TOKEN -> leased.parent == held.refreshGeneration ? Decision.APPLY : Decision.QUARANTINE;
            case ACCESS_TOKEN_ONLY -> leased.generation == held.generation ? Decision.APPLY : Decision.DROP;
            case NOTHING ->
                leased.generation == held.generation && held.status == ConnectionStatus.CONNECTED
                        ? Decision.NOTE
                        : Decision.DROP;
        };
    }
}

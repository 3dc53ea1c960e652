package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What a call to the token endpoint came to. */
final class Calls {

    /** Between the provider's, the database's and the vaults' reckoning of one machine's time. */
    static final Duration CLOCKS = Duration.ofMillis(250);

    /** Faults by which an answer arrives whole, and without the tokens that were issued. */
    private static final Set<String> GARBLED = Set.of("answerAfterCommit", "truncatedAfterCommit");

    private Calls() {}

    static boolean isExchange(TokenCall call) {
        return call.grantType().equals("authorization_code") && isCommitted(call);
    }

    static boolean isRefresh(TokenCall call) {
        return call.grantType().equals("refresh_token") && call.presented().isPresent();
    }

    /** Whether tokens were issued. */
    static boolean isCommitted(TokenCall call) {
        return call.committedAt().isPresent();
    }

    /** Whether the issued tokens went out to the last byte. Whoever asked may have been gone by then. */
    static boolean isDelivered(TokenCall call) {
        return isCommitted(call)
                && call.answeredAt().isPresent()
                && call.fault().filter(Calls::garbles).isEmpty();
    }

    /** Whether the provider said, in whatever words, that it did not do it. */
    static boolean isDeclined(TokenCall call) {
        return !isCommitted(call) && call.answeredAt().isPresent();
    }

    /** When the presented token's fate was sealed; empty if no answer ever came of it. */
    static Optional<Instant> decidedAt(TokenCall call) {
        return call.committedAt().or(call::answeredAt);
    }

    private static boolean garbles(String fault) {
        return GARBLED.contains(fault.split(" ")[0]);
    }
}

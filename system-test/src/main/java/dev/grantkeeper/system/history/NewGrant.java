package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.NEW_GRANT;

import dev.grantkeeper.testkit.authorization.TokenName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person authorized last is what the connection is, whatever outcomes of older grants come in. */
final class NewGrant {

    private NewGrant() {}

    static List<Violation> check(Life life) {
        var violations = new ArrayList<Violation>();
        var connected = life.commits().stream()
                .filter(commit -> commit.kind() == Commit.Kind.CONNECTED)
                .count();
        if (connected != life.epochs().size()) {
            violations.add(Violation.of(
                    NEW_GRANT,
                    life,
                    "was connected " + connected + " times, the provider knows of "
                            + life.epochs().size()));
        }
        for (var lookup : life.lookups()) {
            lookup.value()
                    .flatMap(LookedUp.Value::token)
                    .filter(token -> indexOf(life, token) < expected(life, lookup))
                    .ifPresent(token -> violations.add(Violation.of(
                            NEW_GRANT,
                            life,
                            "a token of grant " + token.grant() + " was served after the person had authorized anew",
                            lookup.askedAt())));
        }
        for (int i = 0; i + 1 < life.epochs().size(); i++) {
            applied(life, life.epochs().get(i), life.epochs().get(i + 1), violations);
        }
        return violations;
    }

    /** Index of the epoch that a lookup must at least see: the one of the last authorization that was done before it. */
    private static int expected(Life life, LookedUp lookup) {
        return life.authorizations().stream()
                .filter(done -> done.doneAt().isBefore(lookup.askedAt()))
                .reduce((before, after) -> after)
                .flatMap(done -> life.epochAt(done.doneAt().plus(Calls.CLOCKS)))
                .map(life.epochs()::indexOf)
                .orElse(0);
    }

    private static int indexOf(Life life, TokenName token) {
        for (int i = life.epochs().size() - 1; i >= 0; i--) {
            if (life.epochs().get(i).grant().id().equals(token.grant())) {
                return i;
            }
        }
        return -1;
    }

    private static void applied(Life life, Epoch epoch, Epoch next, List<Violation> violations) {
        for (var attempt : epoch.attempts()) {
            Optional.of(attempt.lease())
                    .filter(Lease::isApplied)
                    .flatMap(Lease::answer)
                    .filter(answer -> answer.generation() >= next.connected().generation())
                    .ifPresent(answer -> violations.add(Violation.of(
                            NEW_GRANT,
                            life,
                            "an outcome of the older grant " + epoch.grant().id() + " was applied as generation "
                                    + answer.generation(),
                            next.connected().at(),
                            answer.at())));
        }
    }
}

package dev.grantkeeper.system.history;

import static java.util.Comparator.comparing;

import dev.grantkeeper.testkit.authorization.GrantState;
import dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason;
import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A connection's time with one grant.
 *
 * @param connected the generation it began with
 * @param exchange of the code for the first tokens
 * @param attempts in the order of their leases
 * @param unleased requests that no lease explains
 */
record Epoch(Commit connected, GrantState grant, TokenCall exchange, List<Attempt> attempts, List<TokenCall> unleased) {

    Epoch {
        attempts = List.copyOf(attempts);
        unleased = List.copyOf(unleased);
    }

    /** In the order of their arrival. */
    List<Presentation> presentations() {
        var leased = attempts.stream().flatMap(attempt -> attempt.calls().stream()
                .map(call -> new Presentation(call, Optional.of(attempt.lease()))));
        return Stream.concat(leased, unleased.stream().map(call -> new Presentation(call, Optional.empty())))
                .sorted(comparing(Presentation::at))
                .toList();
    }

    /** Whether the provider ended it because a token was presented again. */
    boolean isReused() {
        return grant.revocation().filter(end -> end.reason() == Reason.REUSE).isPresent();
    }

    boolean isRevokedAt(Instant time) {
        return grant.revocation().filter(end -> !end.at().isAfter(time)).isPresent();
    }
}

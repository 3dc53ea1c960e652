package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A lease and the requests that reached the provider with it: one, or none. */
record Attempt(Lease lease, List<TokenCall> calls) {

    Attempt {
        calls = List.copyOf(calls);
    }

    Optional<TokenCall> call() {
        return calls.stream().findFirst();
    }

    /** When the tokens were issued that it was leased for. */
    Optional<Instant> committedAt() {
        return call().flatMap(TokenCall::committedAt);
    }
}

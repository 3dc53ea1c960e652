package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.NOTHING_EXPIRED;

import dev.grantkeeper.testkit.authorization.TokenCall;
import dev.grantkeeper.testkit.authorization.TokenName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The provider's own word on expiry, whatever the vault says, counts for every value that was served. */
final class NothingExpired {

    /**
     * From the vault's decision until the app has the answer in hand and looks at the time. A lookup may wait for seconds before the
     * vault decides, so what counts is when it was answered; more than this would hide what had expired while it waited.
     */
    private static final Duration ON_THE_WAY = Duration.ofMillis(500);

    private NothingExpired() {}

    static List<Violation> check(Life life) {
        var promises = promises(life);
        var violations = new ArrayList<Violation>();
        for (var lookup : life.lookups()) {
            lookup.value()
                    .flatMap(value -> judge(lookup, value, promises))
                    .ifPresent(what -> violations.add(
                            Violation.of(NOTHING_EXPIRED, life, what, lookup.askedAt(), lookup.answeredAt())));
        }
        return violations;
    }

    private static Optional<String> judge(LookedUp lookup, LookedUp.Value value, Map<TokenName, Instant> promises) {
        var promise = value.token().map(promises::get);
        String served = "generation " + value.generation() + " was served";
        if (promise.isEmpty()) {
            return Optional.of(served + ", a token that the provider did not issue for it");
        }
        if (!promise.get().isAfter(decidedAt(lookup))) {
            return Optional.of(served + ", which had expired at " + promise.get());
        }
        return value.expiresAt()
                .filter(said -> said.isAfter(promise.get().plus(Calls.CLOCKS)))
                .map(said -> served + " as good until " + said + ", but it expires at " + promise.get());
    }

    /** At the earliest, by the provider's clock; not before it was asked. */
    private static Instant decidedAt(LookedUp lookup) {
        var earliest = lookup.answeredAt().minus(ON_THE_WAY).minus(Calls.CLOCKS);
        return earliest.isAfter(lookup.askedAt()) ? earliest : lookup.askedAt();
    }

    private static Map<TokenName, Instant> promises(Life life) {
        var promises = new HashMap<TokenName, Instant>();
        for (var epoch : life.epochs()) {
            promise(epoch.exchange(), promises);
            epoch.presentations().forEach(presentation -> promise(presentation.call(), promises));
        }
        return promises;
    }

    private static void promise(TokenCall call, Map<TokenName, Instant> promises) {
        call.accessExpiresAt()
                .ifPresent(expiry -> promises.put(
                        new TokenName(
                                TokenName.Kind.ACCESS,
                                call.grant().orElseThrow(),
                                call.issued().orElseThrow()),
                        expiry));
    }
}

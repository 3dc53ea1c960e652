package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.GrantState;
import dev.grantkeeper.testkit.authorization.TokenName;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which of a person's grants was stored by which authorization: one whose code had been exchanged by then and that was not
 * stored before. Where the vault gave up on some, so that there are several, it is the one that was served; else the newest.
 */
final class Authorizing {

    private final List<GrantState> grants;
    private final Function<GrantState, Instant> exchangedAt;
    private final List<LookedUp> lookups;
    private final Set<GrantState> stored = new HashSet<>();

    /** @param grants in the order of their exchange */
    Authorizing(List<GrantState> grants, Function<GrantState, Instant> exchangedAt, List<LookedUp> lookups) {
        this.grants = grants;
        this.exchangedAt = exchangedAt;
        this.lookups = lookups;
    }

    /**
     * Ask in the order of the generations.
     *
     * @param until the generation of the next authorization
     */
    Optional<GrantState> next(Commit connected, long until) {
        var candidates = grants.stream()
                .filter(grant -> !stored.contains(grant))
                .filter(grant ->
                        !exchangedAt.apply(grant).isAfter(connected.at().plus(Calls.CLOCKS)))
                .toList();
        var chosen = candidates.stream()
                .filter(grant -> isServed(grant, connected.generation(), until))
                .findFirst()
                .or(() -> candidates.stream().reduce((before, after) -> after));
        chosen.ifPresent(stored::add);
        return chosen;
    }

    private boolean isServed(GrantState grant, long from, long until) {
        return lookups.stream()
                .flatMap(lookup -> lookup.value().stream())
                .filter(value -> value.generation() >= from && value.generation() < until)
                .flatMap(value -> value.token().stream())
                .map(TokenName::grant)
                .anyMatch(grant.id()::equals);
    }
}

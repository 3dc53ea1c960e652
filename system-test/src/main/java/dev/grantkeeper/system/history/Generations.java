package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.GENERATIONS;
import static java.util.Comparator.comparing;

import dev.grantkeeper.testkit.authorization.TokenName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Generations are written one after the other, none twice, and seen by nobody in another order; each holds newer tokens than the
 * one before, as long as the grant is the same.
 */
final class Generations {

    private final Life life;
    private final List<Violation> violations = new ArrayList<>();

    private Generations(Life life) {
        this.life = life;
    }

    static List<Violation> check(Life life) {
        var check = new Generations(life);
        check.written();
        check.applied();
        check.seen();
        check.tokens();
        return check.violations;
    }

    private void written() {
        long expected = 1;
        for (var commit : life.commits()) {
            if (commit.generation() != expected) {
                violation(
                        "generation " + commit.generation() + " was written where " + expected + " was next",
                        commit.at());
            }
            expected = commit.generation() + 1;
        }
        if (life.standing().generation() != expected - 1) {
            violation("stands at generation " + life.standing().generation() + ", but " + (expected - 1)
                    + " was the last written");
        }
    }

    /** What a lease brought is a generation of its own. */
    private void applied() {
        var renewed = new HashSet<Long>();
        life.commits().stream()
                .filter(commit -> commit.kind() == Commit.Kind.RENEWED)
                .forEach(commit -> renewed.add(commit.generation()));
        life.epochs().stream()
                .flatMap(epoch -> epoch.attempts().stream())
                .map(Attempt::lease)
                .filter(Lease::isApplied)
                .map(lease -> lease.answer().orElseThrow())
                .filter(answer -> !renewed.remove(answer.generation()))
                .forEach(answer -> violation(
                        "an outcome was applied as generation " + answer.generation()
                                + ", which was not written for it alone",
                        answer.at()));
    }

    /** A lookup that is asked after another was answered does not show an older generation. */
    private void seen() {
        var answered = served(comparing(LookedUp::answeredAt));
        long newest = 0;
        Instant shownAt = Instant.MIN;
        int next = 0;
        for (var lookup : served(comparing(LookedUp::askedAt))) {
            while (next < answered.size() && answered.get(next).answeredAt().isBefore(lookup.askedAt())) {
                var before = answered.get(next++);
                if (generation(before) > newest) {
                    newest = generation(before);
                    shownAt = before.answeredAt();
                }
            }
            if (generation(lookup) < newest) {
                violation(
                        "generation " + generation(lookup) + " was served after " + newest, shownAt, lookup.askedAt());
            }
        }
    }

    private List<LookedUp> served(Comparator<LookedUp> order) {
        return life.lookups().stream()
                .filter(lookup -> lookup.value().isPresent())
                .sorted(order)
                .toList();
    }

    private static long generation(LookedUp lookup) {
        return lookup.value().orElseThrow().generation();
    }

    /** A promoted value may be older than the one that it replaced; no other. */
    private void tokens() {
        var byGeneration = new TreeMap<Long, Set<TokenName>>();
        for (var lookup : served(comparing(LookedUp::askedAt))) {
            lookup.value().orElseThrow().token().ifPresent(token -> byGeneration
                    .computeIfAbsent(generation(lookup), any -> new HashSet<>())
                    .add(token));
        }
        life.epochs().forEach(epoch -> issued(epoch, byGeneration));
        life.commits().stream()
                .filter(commit -> commit.kind() == Commit.Kind.PROMOTED)
                .forEach(commit -> byGeneration.remove(commit.generation()));
        compare(byGeneration);
    }

    private static void issued(Epoch epoch, Map<Long, Set<TokenName>> byGeneration) {
        for (var attempt : epoch.attempts()) {
            var issued = attempt.call().filter(call -> attempt.lease().isApplied() && Calls.isCommitted(call));
            issued.ifPresent(call -> byGeneration
                    .computeIfAbsent(attempt.lease().answer().orElseThrow().generation(), any -> new HashSet<>())
                    .add(new TokenName(
                            TokenName.Kind.ACCESS,
                            epoch.grant().id(),
                            call.issued().orElseThrow())));
        }
    }

    private void compare(Map<Long, Set<TokenName>> byGeneration) {
        TokenName before = null;
        for (var entry : byGeneration.entrySet()) {
            var token = entry.getValue().iterator().next();
            if (entry.getValue().size() > 1) {
                violation("generation " + entry.getKey() + " is several tokens: " + entry.getValue());
            }
            if (before != null && before.grant().equals(token.grant()) && token.serial() <= before.serial()) {
                violation("generation " + entry.getKey() + " brought back token " + token.serial() + " over "
                        + before.serial());
            }
            before = token;
        }
    }

    private void violation(String what, Instant... evidence) {
        violations.add(Violation.of(GENERATIONS, life, what, evidence));
    }
}

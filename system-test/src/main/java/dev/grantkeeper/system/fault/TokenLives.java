package dev.grantkeeper.system.fault;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;

import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** How the access tokens of each grant followed one another, by the provider's count. */
final class TokenLives {

    /** Between a token's first second and its renewal is half its life or more, less the jitter of a tenth. */
    private static final double EARLIEST = 0.4;

    private final List<TokenCall> calls;

    TokenLives(List<TokenCall> calls) {
        this.calls = calls.stream()
                .filter(call -> call.issued().isPresent() && call.grant().isPresent())
                .toList();
    }

    /** Renewals before a token's half-life, or after its end. */
    List<String> outOfTime() {
        var outOfTime = new ArrayList<String>();
        successions((before, after) -> {
            var issued = before.committedAt().orElseThrow();
            var life = Duration.between(issued, before.accessExpiresAt().orElseThrow());
            var asked = Duration.between(issued, after.arrivedAt());
            if (asked.toMillis() < life.toMillis() * EARLIEST || asked.compareTo(life) > 0) {
                outOfTime.add("grant %s: a token of %d ms was renewed after %d ms"
                        .formatted(before.grant().orElseThrow(), life.toMillis(), asked.toMillis()));
            }
        });
        return outOfTime;
    }

    private void successions(BiConsumer<TokenCall, TokenCall> each) {
        calls.stream()
                .collect(groupingBy(call -> call.grant().orElseThrow()))
                .values()
                .forEach(ofGrant -> {
                    var inOrder = ofGrant.stream()
                            .sorted(comparingInt(call -> call.issued().orElseThrow()))
                            .toList();
                    for (int i = 1; i < inOrder.size(); i++) {
                        each.accept(inOrder.get(i - 1), inOrder.get(i));
                    }
                });
    }
}

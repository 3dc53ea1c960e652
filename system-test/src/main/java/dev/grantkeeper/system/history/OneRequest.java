package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.ONE_REQUEST;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** However often an event comes, a generation is leased once at a time, and each lease is good for one request. */
final class OneRequest {

    private OneRequest() {}

    static List<Violation> check(Life life) {
        var violations = new ArrayList<Violation>();
        for (var epoch : life.epochs()) {
            for (var call : epoch.unleased()) {
                violations.add(Violation.of(
                        ONE_REQUEST,
                        life,
                        "a refresh of grant " + epoch.grant().id() + " was asked for without a lease",
                        call.arrivedAt()));
            }
            for (int i = 0; i < epoch.attempts().size(); i++) {
                var attempt = epoch.attempts().get(i);
                if (attempt.calls().size() > 1) {
                    violations.add(Violation.of(
                            ONE_REQUEST,
                            life,
                            attempt.calls().size() + " requests were made with one lease of generation "
                                    + attempt.lease().generation(),
                            attempt.calls().stream()
                                    .map(call -> call.arrivedAt())
                                    .toArray(Instant[]::new)));
                }
                if (i > 0) {
                    compare(life, epoch.attempts().get(i - 1).lease(), attempt.lease(), violations);
                }
            }
        }
        return violations;
    }

    private static void compare(Life life, Lease before, Lease lease, List<Violation> violations) {
        if (before.generation() == lease.generation()
                && !before.isOverAt(lease.leasedAt().plus(Calls.CLOCKS))) {
            violations.add(Violation.of(
                    ONE_REQUEST,
                    life,
                    "generation " + lease.generation() + " was leased while a lease of it ran",
                    before.leasedAt(),
                    lease.leasedAt()));
        }
    }
}

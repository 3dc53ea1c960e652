package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.PRESENTED_ONCE;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.grantkeeper.testkit.authorization.Rotation;
import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Each refresh token is presented once; again only after an answer that is lost, and then within the provider's grace or once
 * the access token has died; never while an earlier presentation may still be under way. What a paused worker sends after its
 * lease is nobody's fault.
 */
final class PresentedOnce {

    /** An authorization's tokens count from before the exchange, whose length the vault does not write down. */
    private static final Duration EXCHANGE = Duration.ofSeconds(2);

    private final Rotation rotation;
    private final List<Pause> pauses;

    PresentedOnce(History history, Rotation rotation) {
        this.rotation = rotation;
        this.pauses = history.pauses();
    }

    List<Violation> check(Life life) {
        var violations = new ArrayList<Violation>();
        for (var epoch : life.epochs()) {
            var all = epoch.presentations();
            all.stream()
                    .collect(groupingBy(Presentation::serial, TreeMap::new, toList()))
                    .values()
                    .forEach(same -> compare(life, new Spent(epoch, all, same), violations));
        }
        return violations;
    }

    /** Presentations of one token, among all of its grant. */
    private record Spent(Epoch epoch, List<Presentation> all, List<Presentation> same) {

        Optional<Instant> firstUse() {
            return same.stream()
                    .flatMap(one -> one.call().committedAt().stream())
                    .min(Instant::compareTo);
        }

        /** When the access token that came with it was over in the vault's book, which counts whole seconds from the lease. */
        Optional<Instant> accessOver() {
            int serial = same.get(0).serial();
            var exchange = epoch.exchange();
            if (exchange.issued().orElseThrow() == serial) {
                return Optional.of(over(exchange.arrivedAt().minus(EXCHANGE), exchange));
            }
            return all.stream()
                    .filter(one -> one.call().issued().isPresent()
                            && one.call().issued().getAsInt() == serial)
                    .findFirst()
                    .map(one -> over(one.lease().map(Lease::leasedAt).orElse(one.at()), one.call()));
        }

        private static Instant over(Instant from, TokenCall issuing) {
            var life = Duration.between(
                    issuing.committedAt().orElseThrow(),
                    issuing.accessExpiresAt().orElseThrow());
            return from.plus(life.truncatedTo(ChronoUnit.SECONDS)).minus(Calls.CLOCKS);
        }
    }

    private void compare(Life life, Spent spent, List<Violation> violations) {
        for (int later = 1; later < spent.same.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                var first = spent.same.get(earlier);
                var again = spent.same.get(later);
                judge(spent, first, again)
                        .ifPresent(what -> violations.add(Violation.of(
                                PRESENTED_ONCE,
                                life,
                                "refresh token " + first.serial() + " of grant "
                                        + spent.epoch.grant().id() + " was presented again " + what,
                                first.at(),
                                again.at())));
            }
        }
    }

    private Optional<String> judge(Spent spent, Presentation first, Presentation again) {
        var decided = Calls.decidedAt(first.call());
        boolean underWay = decided.filter(at -> !at.isAfter(again.at())).isEmpty();
        if (underWay && !first.isOverAt(again.at())) {
            return Optional.of("while the first time was under way");
        }
        if (!rotation.rotates() || Calls.isDeclined(first.call()) || isBelated(again)) {
            return Optional.empty();
        }
        if (first.isStoredAt(again.at())) {
            return Optional.of("although its answer was stored");
        }
        if (isWithinGrace(spent, again.at()) || isOver(spent, again.at())) {
            return Optional.empty();
        }
        return Optional.of(
                rotation.grace().isZero()
                        ? "while the access token lived"
                        : "after the grace, while the access token lived");
    }

    /** Sent by a worker that was stopped between looking at the time and sending, when its lease was over. */
    private boolean isBelated(Presentation presentation) {
        var at = presentation.at();
        return presentation
                .lease()
                .filter(lease ->
                        lease.endsAt().isBefore(at) && pauses.stream().anyMatch(pause -> pause.held(lease, at)))
                .isPresent();
    }

    private boolean isWithinGrace(Spent spent, Instant time) {
        var until = spent.firstUse().orElse(time).plus(rotation.grace());
        return !rotation.grace().isZero() && time.isBefore(until);
    }

    private static boolean isOver(Spent spent, Instant time) {
        return spent.accessOver().filter(over -> !time.isBefore(over)).isPresent();
    }
}

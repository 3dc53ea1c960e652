package dev.grantkeeper.vault.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What holds for one client at one moment.
 *
 * @param pace empty when there is no limit
 * @param concurrency leases at once; empty when there is no limit
 */
record Terms(Optional<Pace> pace, Optional<Integer> concurrency) {

    private static final Duration DOUBLING = Duration.ofSeconds(10);

    static Terms of(Limits limits, Optional<Instant> pacedFrom, boolean cautious, ProviderConfig config, Instant now) {
        var rate = limits.rate().or(config::rate);
        var burst = limits.burst().or(config::burst);
        var usual = rate.map(
                perSecond -> burst.map(most -> new Pace(perSecond, most)).orElseGet(() -> Pace.of(perSecond)));
        var recovering = pacedFrom
                .filter(from -> now.isBefore(from.plus(config.recoveryFor())))
                .map(from -> recovering(from, config, now));
        var careful = Optional.of(new Pace(config.cautiousRate(), 1)).filter(pace -> cautious);
        return new Terms(
                Stream.of(usual, recovering, careful).flatMap(Optional::stream).reduce(Pace::atMost),
                limits.concurrency().or(config::concurrency));
    }

    private static Pace recovering(Instant from, ProviderConfig config, Instant now) {
        var doublings = Math.max(0, Duration.between(from, now).dividedBy(DOUBLING));
        return Pace.of(config.recoveryRate() * Math.pow(2, doublings));
    }

    /** For operators to see. */
    Limits asLimits() {
        return new Limits(pace.map(Pace::perSecond), pace.map(Pace::burst), concurrency);
    }

    boolean areNone() {
        return pace.isEmpty() && concurrency.isEmpty();
    }
}

package dev.grantkeeper.oauth2;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What is known of the end of a grant's refresh tokens. Some providers move it with every renewal, for others it is fixed
 * when the person grants, and which it is shows at a renewal.
 *
 * @param usedAt when the refresh token at hand was issued or last used
 * @param statedEnd of the refresh token at hand, by what its provider said
 * @param firstStated how long the grant's refresh tokens live, as first stated
 * @param fixed the last renewal did not move the stated end
 * @param idle after how long without use a refresh token dies
 */
public record RefreshTokenLife(
        Instant usedAt,
        Optional<Instant> statedEnd,
        Optional<Duration> firstStated,
        boolean fixed,
        Optional<Duration> idle) {
    private static final int LEAD = 5;
    private static final double JITTER = 0.1;
    /** Lives are stated in whole seconds: nearer together than this, a moved end and a fixed one look alike. */
    private static final Duration TELLABLE = Duration.ofSeconds(4);

    public RefreshTokenLife {
        Objects.requireNonNull(usedAt, "usedAt");
    }

    /**
     * Of a new grant.
     *
     * @param stated by the answer that brought it
     */
    public static RefreshTokenLife issued(Instant at, Optional<Duration> stated, ProviderSettings settings) {
        Optional<Duration> life = stated.or(settings::refreshTokenLifetime);
        return new RefreshTokenLife(at, life.map(at::plus), life, false, settings.refreshTokenIdle());
    }

    /**
     * After a renewal.
     *
     * @param stated by its answer
     * @param replaced it brought a new refresh token, which lives as long as the first unless stated
     * @param usual where the provider never says
     */
    public RefreshTokenLife used(
            Instant at,
            Optional<Duration> stated,
            boolean replaced,
            Optional<Duration> usual,
            Optional<Duration> idle) {
        Optional<Duration> unstated = replaced ? firstStated.or(() -> usual) : Optional.empty();
        Optional<Duration> life = stated.or(() -> unstated);
        Optional<Instant> end = life.map(at::plus).or(() -> statedEnd);
        return new RefreshTokenLife(at, end, firstStated.or(() -> life), isFixed(at, end), idle);
    }

    private boolean isFixed(Instant at, Optional<Instant> end) {
        Duration elapsed = Duration.between(usedAt, at);
        if (elapsed.compareTo(TELLABLE) < 0) {
            return fixed;
        }
        return statedEnd
                .flatMap(before -> end.map(after -> Duration.between(before, after)))
                .filter(moved -> moved.compareTo(elapsed.dividedBy(2)) < 0)
                .isPresent();
    }

    /** From then on the provider no longer accepts the refresh token. */
    public Optional<Instant> end() {
        return Stream.concat(statedEnd.stream(), idleEnd().stream()).min(Instant::compareTo);
    }

    private Optional<Instant> idleEnd() {
        return idle.map(usedAt::plus);
    }

    /** When the refresh token has to be used lest it die: halfway at the latest, unless its end does not move anyway. */
    Optional<Instant> useBy(RandomGenerator random) {
        return Stream.concat(statedEnd.filter(end -> !fixed).stream(), idleEnd().stream())
                .min(Instant::compareTo)
                .map(end -> Duration.between(usedAt, end).dividedBy(2))
                .filter(half -> half.compareTo(TELLABLE) >= 0)
                .map(half -> usedAt.plusMillis(Math.round(half.toMillis() * (1 - JITTER * random.nextDouble()))));
    }

    /**
     * When a person is told that the end comes near: a fifth of the life ahead of it.
     *
     * @param longest how far ahead at most
     */
    public Optional<Instant> warnAt(Duration longest) {
        Stream<Instant> stated =
                statedEnd.flatMap(end -> firstStated.map(life -> warning(end, life, longest))).stream();
        Stream<Instant> unused = idleEnd().flatMap(end -> idle.map(life -> warning(end, life, longest))).stream();
        return Stream.concat(stated, unused).min(Instant::compareTo);
    }

    private static Instant warning(Instant end, Duration life, Duration longest) {
        Duration lead = life.dividedBy(LEAD);
        return end.minus(lead.compareTo(longest) < 0 ? lead : longest);
    }
}

package dev.grantkeeper.sandbox.provider;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Counts how often each refresh token was presented at the token endpoint. Knows tokens by their SHA-256 only. */
@Component
class RefreshLedger {

    /**
     * One refresh token.
     *
     * @param sha256 lower-case hex of the token's bytes
     * @param user whose grant it belongs to; null when it was not a live refresh token at its first presentation
     * @param grant the grant's id; null as for {@code user}
     * @param presented how often it came
     * @param refused how often it was answered with an error
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Entry(
            String sha256,
            String user,
            @JsonIgnore String grant,
            int presented,
            int refused,
            Instant firstAt,
            Instant lastAt) {

        private Entry again(Instant at) {
            return new Entry(sha256, user, grant, presented + 1, refused, firstAt, at);
        }

        private Entry refusedOnce() {
            return new Entry(sha256, user, grant, presented, refused + 1, firstAt, lastAt);
        }
    }

    /**
     * All of them, oldest first.
     *
     * @param distinct how many different refresh tokens were presented
     * @param mostPresentations the most that any one of them was presented
     * @param refused how many presentations were answered with an error
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Summary(int distinct, int mostPresentations, int refused, List<Entry> tokens) {

        private static Summary of(Collection<Entry> entries) {
            return new Summary(
                    entries.size(),
                    entries.stream().mapToInt(Entry::presented).max().orElse(0),
                    entries.stream().mapToInt(Entry::refused).sum(),
                    List.copyOf(entries));
        }
    }

    private final Map<String, Entry> bySha256 = new LinkedHashMap<>();
    private final InstantSource clock;

    RefreshLedger(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts one presentation. User and grant matter at a token's first one only. */
    synchronized Entry presented(String sha256, String user, String grant) {
        Instant now = clock.instant();
        return bySha256.compute(
                sha256,
                (key, known) -> known == null ? new Entry(sha256, user, grant, 1, 0, now, now) : known.again(now));
    }

    synchronized void refused(String sha256) {
        bySha256.computeIfPresent(sha256, (key, known) -> known.refusedOnce());
    }

    synchronized Summary summary() {
        return Summary.of(bySha256.values());
    }
}

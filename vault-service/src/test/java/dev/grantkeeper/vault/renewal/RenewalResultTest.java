package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.renewal.Completed.Result;
import dev.grantkeeper.vault.renewal.RenewalResult.Stored;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalResultTest {

    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final Instant EARLIER = NOW.minusSeconds(1);
    private static final Instant LATER = NOW.plusSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "APPLIED, renewed, RENEWED",
        "QUARANTINED, renewed, FAILED",
        "DROPPED, renewed, FAILED",
        "REVOKED, renewed, FAILED",
        "NOTED, rejected, REJECTED",
        "DROPPED, rejected, REJECTED",
        "NOTED, misconfigured, MISCONFIGURED",
        "NOTED, throttled, THROTTLED",
        "NOTED, transient, FAILED",
        "NOTED, , FAILED",
        "APPLIED, , RENEWED"
    })
    void of_answered_isWhatCameOfIt(Result answer, String outcome, RenewalResult result) {
        assertThat(of(Optional.of(answer), Optional.ofNullable(outcome), Optional.empty(), false, LATER))
                .isEqualTo(result);
        // A late answer counts more than that it was late.
        assertThat(of(Optional.of(answer), Optional.ofNullable(outcome), Optional.empty(), true, EARLIER))
                .isEqualTo(result);
    }

    @Test
    void of_valueHadExpiredWhenAnswered_isLate() {
        var applied = Optional.of(Result.APPLIED);
        var renewed = Optional.of("renewed");
        assertThat(of(applied, renewed, Optional.of(LATER), false, LATER)).isEqualTo(RenewalResult.RENEWED);
        assertThat(of(applied, renewed, Optional.of(NOW), false, LATER)).isEqualTo(RenewalResult.LATE);
        assertThat(of(applied, renewed, Optional.of(EARLIER), false, LATER)).isEqualTo(RenewalResult.LATE);
        assertThat(of(Optional.of(Result.NOTED), Optional.of("rejected"), Optional.of(EARLIER), false, LATER))
                .isEqualTo(RenewalResult.REJECTED);
    }

    @Test
    void of_unanswered_isPendingWhileItsLeaseLastsAndLostAfterwards() {
        assertThat(unanswered(false, LATER)).isEqualTo(RenewalResult.PENDING);
        assertThat(unanswered(false, NOW)).isEqualTo(RenewalResult.LOST);
        assertThat(unanswered(false, EARLIER)).isEqualTo(RenewalResult.LOST);
        assertThat(unanswered(true, LATER)).isEqualTo(RenewalResult.LOST);
    }

    private static RenewalResult unanswered(boolean unknown, Instant leaseEndsAt) {
        return of(Optional.empty(), Optional.empty(), Optional.empty(), unknown, leaseEndsAt);
    }

    private static RenewalResult of(
            Optional<Result> answer,
            Optional<String> outcome,
            Optional<Instant> valueEndsAt,
            boolean unknown,
            Instant leaseEndsAt) {
        var answeredAt = answer.map(given -> NOW);
        return RenewalResult.of(new Stored(answer, outcome, answeredAt, valueEndsAt, unknown, leaseEndsAt), NOW);
    }
}

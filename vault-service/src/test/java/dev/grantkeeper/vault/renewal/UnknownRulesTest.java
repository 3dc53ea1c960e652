package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.grantkeeper.oauth2.RotationPolicy;
import dev.grantkeeper.vault.renewal.UnknownRules.Lost;
import dev.grantkeeper.vault.renewal.UnknownRules.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnknownRulesTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    /** The access token's end. */
    private static final Instant ENDS = START.plusSeconds(300);

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final RotationPolicy GRACE = RotationPolicy.grace(Duration.ofSeconds(30));
    private static final RotationPolicy LONG_GRACE = RotationPolicy.grace(Duration.ofSeconds(1000));
    private static final RotationPolicy STRICT = RotationPolicy.STRICT;
    private static final Verdict AGAIN = new Verdict.Resend(Optional.empty());
    private static final Verdict HOLD = new Verdict.Hold(ENDS);
    private static final Verdict GIVE_UP = new Verdict.GiveUp();

    static Stream<Arguments> verdicts() {
        return Stream.of(
                arguments("within the grace", GRACE, List.of(0), 8, inGrace(24)),
                arguments("the last lease that is sent in time", GRACE, List.of(0), 23, inGrace(24)),
                arguments("could be sent past the grace", GRACE, List.of(0), 24, HOLD),
                arguments(
                        "half of a short grace",
                        RotationPolicy.grace(Duration.ofSeconds(4)),
                        List.of(0),
                        1,
                        inGrace(2)),
                arguments("lost again within the grace", GRACE, List.of(0, 9, 18), 22, inGrace(24)),
                arguments("a resend does not prolong the grace", GRACE, List.of(0, 20), 40, HOLD),
                arguments("past the grace and the end", GRACE, List.of(0), 300, AGAIN),
                arguments("lost again past the end", GRACE, List.of(0, 300), 419, AGAIN),
                arguments("out of patience", GRACE, List.of(0, 300), 420, GIVE_UP),
                arguments("a long grace outlasts patience", LONG_GRACE, List.of(0, 300), 993, inGrace(994)),
                arguments("a long grace ends, too", LONG_GRACE, List.of(0, 300), 994, GIVE_UP),
                arguments("strict", STRICT, List.of(0), 1, HOLD),
                arguments("strict at the access token's last", STRICT, List.of(0), 299, HOLD),
                arguments("strict at the access token's end", STRICT, List.of(0), 300, AGAIN),
                arguments("strict, long after and never tried", STRICT, List.of(0), 9000, AGAIN),
                arguments("strict, lost at the end", STRICT, List.of(0, 300), 308, AGAIN),
                arguments("strict, lost again and again", STRICT, List.of(0, 300, 320, 410), 419, AGAIN),
                arguments("strict, out of patience", STRICT, List.of(0, 300, 320, 410), 420, GIVE_UP),
                arguments("strict, tried before the end only", STRICT, List.of(0, 299), 9000, AGAIN),
                arguments("strict, first lost past the end", STRICT, List.of(350), 469, AGAIN),
                arguments("strict, out of patience past the end", STRICT, List.of(350), 470, GIVE_UP),
                arguments("undeclared is strict", RotationPolicy.UNDECLARED, List.of(0), 16, HOLD),
                arguments("undeclared at the end", RotationPolicy.UNDECLARED, List.of(0), 300, AGAIN));
    }

    @ParameterizedTest(name = "{0}: {2} lost, {3} s")
    @MethodSource("verdicts")
    void judge_policyAndLostRequests_byTable(
            String name, RotationPolicy policy, List<Integer> sent, int seconds, Verdict expected) {
        assertThat(judge(policy, sent, Optional.of(ENDS), seconds)).isEqualTo(expected);
    }

    @Test
    void judge_noAccessTokenEndKnown_countsFromTheFirst() {
        assertThat(judge(STRICT, List.of(0), Optional.empty(), 119)).isEqualTo(AGAIN);
        assertThat(judge(STRICT, List.of(0), Optional.empty(), 120)).isEqualTo(GIVE_UP);
    }

    /** A dead access token is no reason to spend a refresh token whose answer is only late. */
    @Test
    void judge_answerMayBeOnItsWay_holdsUntilItWouldBeHere() {
        var awaited = ENDS.plusSeconds(20);
        assertThat(judgeAwaiting(awaited, GRACE, 23)).isEqualTo(inGrace(24));
        assertThat(judgeAwaiting(awaited, STRICT, 299)).isEqualTo(HOLD);
        assertThat(judgeAwaiting(awaited, STRICT, 300)).isEqualTo(new Verdict.Hold(awaited));
        assertThat(judgeAwaiting(awaited, GRACE, 319)).isEqualTo(new Verdict.Hold(awaited));
        assertThat(judgeAwaiting(awaited, STRICT, 320)).isEqualTo(AGAIN);
    }

    /** A worker that dies says nothing of the provider, however often. */
    @Test
    void judge_nobodySaidThatTheProviderDoesNotAnswer_asksOn() {
        var silent = lost(List.of(0, 300, 320), true);
        assertThat(judge(silent, 9_000)).isEqualTo(AGAIN);
        var reported = Stream.concat(silent.stream(), lost(List.of(400), false).stream())
                .toList();
        assertThat(judge(reported, 519)).isEqualTo(AGAIN);
        assertThat(judge(reported, 520)).isEqualTo(GIVE_UP);
    }

    private static Verdict judge(List<Lost> lost, int secondsLater) {
        return UnknownRules.judge(
                STRICT, lost, Instant.MIN, Optional.of(ENDS), PATIENCE, START.plusSeconds(secondsLater));
    }

    private static List<Lost> lost(List<Integer> sent, boolean silent) {
        return sent.stream()
                .map(START::plusSeconds)
                .map(at -> new Lost(at, silent))
                .toList();
    }

    private static Verdict judgeAwaiting(Instant awaited, RotationPolicy policy, int secondsLater) {
        return UnknownRules.judge(
                policy, lost(List.of(0), true), awaited, Optional.of(ENDS), PATIENCE, START.plusSeconds(secondsLater));
    }

    private static Verdict judge(
            RotationPolicy policy, List<Integer> sent, Optional<Instant> expiresAt, int secondsLater) {
        return UnknownRules.judge(
                policy, lost(sent, false), Instant.MIN, expiresAt, PATIENCE, START.plusSeconds(secondsLater));
    }

    private static Verdict inGrace(int seconds) {
        return new Verdict.Resend(Optional.of(START.plusSeconds(seconds)));
    }

    static Stream<Arguments> policies() {
        return Stream.of(
                arguments(RotationPolicy.NONE, Optional.empty(), true),
                arguments(RotationPolicy.NONE, Optional.of(true), true),
                arguments(RotationPolicy.UNDECLARED, Optional.of(false), true),
                arguments(RotationPolicy.UNDECLARED, Optional.of(true), false),
                arguments(RotationPolicy.UNDECLARED, Optional.empty(), false),
                arguments(RotationPolicy.STRICT, Optional.of(false), false),
                arguments(GRACE, Optional.of(false), false));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void isRepeatable_declaredOrSeen_byTable(RotationPolicy policy, Optional<Boolean> seen, boolean expected) {
        assertThat(UnknownRules.isRepeatable(policy, seen)).isEqualTo(expected);
    }
}

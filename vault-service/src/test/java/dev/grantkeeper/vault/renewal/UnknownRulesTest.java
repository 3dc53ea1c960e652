package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.grantkeeper.oauth2.RotationPolicy;
import dev.grantkeeper.vault.renewal.UnknownRules.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnknownRulesTest {

    private static final Instant SENT = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant ENDS = SENT.plusSeconds(300);
    private static final RotationPolicy GRACE = RotationPolicy.grace(Duration.ofSeconds(30));
    private static final Verdict RESEND = new Verdict.Resend();
    private static final Verdict HOLD = new Verdict.Hold(ENDS);
    private static final Verdict GIVE_UP = new Verdict.GiveUp();

    static Stream<Arguments> verdicts() {
        return Stream.of(
                arguments(GRACE, 0, 16, RESEND),
                arguments(GRACE, 0, 29, RESEND),
                arguments(GRACE, 0, 30, HOLD),
                arguments(GRACE, 1, 16, HOLD),
                arguments(GRACE, 1, 299, HOLD),
                arguments(GRACE, 1, 300, RESEND),
                arguments(GRACE, 2, 16, GIVE_UP),
                arguments(RotationPolicy.STRICT, 0, 1, HOLD),
                arguments(RotationPolicy.STRICT, 0, 299, HOLD),
                arguments(RotationPolicy.STRICT, 0, 300, RESEND),
                arguments(RotationPolicy.STRICT, 1, 316, GIVE_UP),
                arguments(RotationPolicy.UNDECLARED, 0, 16, HOLD),
                arguments(RotationPolicy.UNDECLARED, 0, 300, RESEND),
                arguments(RotationPolicy.UNDECLARED, 1, 316, GIVE_UP));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void judge_policyResendsAndSeconds_byTable(RotationPolicy policy, int resends, int seconds, Verdict expected) {
        assertThat(UnknownRules.judge(policy, SENT, resends, Optional.of(ENDS), SENT.plusSeconds(seconds)))
                .isEqualTo(expected);
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

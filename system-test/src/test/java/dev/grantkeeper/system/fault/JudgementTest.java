package dev.grantkeeper.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.system.history.Loss.Cause;
import dev.grantkeeper.system.history.Tale;
import dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgementTest {

    /** Nothing else tells on it: the checker has no objection to the prompt, and a grant that its user ended is no loss. */
    @Test
    void prompt_inARowThatBearsNoLoss_isBroken() {
        var tale = new Tale().connect(0).revoked(5, Reason.USER).prompt(12, "grant_revoked");

        assertThat(shown(tale, Set.of()).broken())
                .singleElement()
                .asString()
                .startsWith("asked although nothing may be lost: ")
                .contains("grant_revoked");
        assertThat(shown(tale, Set.of(Cause.KILLED)).broken()).isEmpty();
    }

    @Test
    void prompt_beforeConnecting_isGoodInEveryRow() {
        assertThat(shown(new Tale().prompt(0, "never_connected").connect(1), Set.of())
                        .broken())
                .isEmpty();
    }

    private static Shown shown(Tale tale, Set<Cause> bearable) {
        return new Judgement(tale.history(), Rotation.strict(), Duration.ZERO, bearable).shown("", List.of());
    }
}

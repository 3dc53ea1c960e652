package dev.grantkeeper.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.system.history.Loss.Cause;
import dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossTest {

    @Test
    void loss_ofAWorkerKilledAfterTheProvidersCommit_isExplainedByTheKill() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).lost(10.6).unknown(25);

        assertCause(tale.kill(10.3).revoked(40, Reason.REUSE), Cause.KILLED);
    }

    @Test
    void loss_ofAnAnswerThatTheProviderDidNotGetOut_isExplainedByThat() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).lost(10.6).unknown(11);

        assertCause(tale.prompt(40, "outcome_unknown"), Cause.NOT_DELIVERED);
        assertThat(Loss.in(tale.history()))
                .containsExactly(new Loss(
                        tale.history().stored().connections().get(0).connection(),
                        "g1",
                        Cause.NOT_DELIVERED,
                        Tale.at(10.6),
                        Optional.of(Tale.at(40))));
    }

    @Test
    void loss_withTheOutcomeInKafkaBeforeTheKill_isUnexplained() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).issued(10.6).unknown(25);

        assertCause(tale.sealed(10.8).kill(11).revoked(40, Reason.REUSE), Cause.UNEXPLAINED);
    }

    @Test
    void loss_ofAGrantWhoseTokensWereAllStored_isUnexplained() {
        assertCause(new Tale().connect(0).renew(10).revoked(15, Reason.REUSE), Cause.UNEXPLAINED);
    }

    @Test
    void grant_endedByItsUserOrRevivedByALateOutcome_isNoLoss() {
        assertThat(Loss.in(new Tale().connect(0).revoked(15, Reason.USER).history()))
                .isEmpty();

        var tale = new Tale().connect(0);
        var late = tale.lease(10).request(10.1).issued(70);
        tale.prompt(60, "outcome_unknown").standsConnected();
        late.applied(71);
        assertThat(Loss.in(tale.history())).isEmpty();
    }

    private static void assertCause(Tale tale, Cause cause) {
        assertThat(Loss.in(tale.history())).extracting(Loss::cause).containsExactly(cause);
    }
}

package dev.grantkeeper.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason;
import org.junit.jupiter.api.Test;

class GapTest {

    @Test
    void token_renewedAfterItsExpiry_leavesAGap() {
        var gaps = Gap.in(new Tale().connect(0).renew(10).renew(32).end(40).history());

        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).generation()).isEqualTo(2);
        assertThat(gaps.get(0).from()).isEqualTo(Tale.at(30.6));
        assertThat(gaps.get(0).until()).isEqualTo(Tale.at(32.8));
    }

    @Test
    void token_neverRenewed_leavesAGapToTheEnd() {
        assertThat(Gap.in(new Tale().connect(0).end(25).history()))
                .extracting(Gap::until)
                .containsExactly(Tale.at(25));
    }

    @Test
    void token_renewedInTimeRevokedDisconnectedOrPrompted_leavesNone() {
        assertThat(Gap.in(new Tale().connect(0).renew(10).end(25).history())).isEmpty();
        assertThat(Gap.in(new Tale().connect(0).revoked(5, Reason.USER).history()))
                .isEmpty();
        assertThat(Gap.in(new Tale().connect(0).disconnect(5).history())).isEmpty();
        assertThat(Gap.in(new Tale().connect(0).prompt(15, "outcome_unknown").history()))
                .isEmpty();
    }
}

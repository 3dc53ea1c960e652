package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.DISCONNECTED;
import static dev.grantkeeper.system.history.Invariant.GENERATIONS;
import static dev.grantkeeper.system.history.Invariant.NEW_GRANT;
import static dev.grantkeeper.system.history.Invariant.NOBODY_PROMPTED;
import static dev.grantkeeper.system.history.Invariant.NOTHING_DROPPED;
import static dev.grantkeeper.system.history.Invariant.NOTHING_EXPIRED;
import static dev.grantkeeper.system.history.Invariant.ONE_REQUEST;
import static dev.grantkeeper.system.history.Invariant.PRESENTED_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.system.history.Lease.Result;
import dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every invariant, by a run in which it holds and one in which nothing but it is broken. */
class CheckerTest {

    private static final Rotation NONE = Rotation.none();
    private static final Rotation GRACE = Rotation.withGrace(Duration.ofSeconds(30));
    private static final Rotation STRICT = Rotation.strict();

    @Test
    void run_renewedServedAndNothingElse_isGood() {
        var tale = new Tale()
                .connect(0)
                .lookup(1, 1, 1)
                .renew(10)
                .lookup(11, 2, 2)
                .renew(20)
                .lookup(22, 3, 3);

        for (var rotation : List.of(NONE, GRACE, STRICT)) {
            assertGood(tale, rotation);
        }
    }

    @Test
    void token_presentedAgainAfterALostAnswerOnceTheAccessTokenDied_isGood() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).lost(10.5).unknown(10.6);
        tale.lease(21).request(21.1).failed(21.2).answered(21.3, Result.NOTED);
        tale.prompt(21.3, "outcome_unknown");

        assertGood(tale, STRICT);
    }

    @Test
    void token_presentedAgainWhileTheAccessTokenLives_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).lost(10.5).unknown(10.6);
        tale.lease(15).request(15.1).failed(15.2).answered(15.3, Result.NOTED);
        tale.prompt(15.3, "outcome_unknown");

        assertBroken(tale, STRICT, PRESENTED_ONCE);
    }

    @Test
    void token_presentedAgainWithinTheGrace_isGood() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).lost(10.5).unknown(10.6);
        tale.lease(15).request(15.1).issued(15.6).applied(15.8);

        assertGood(tale, GRACE);
    }

    @Test
    void token_presentedAgainAfterTheGraceWhileTheAccessTokenLives_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).lost(10.5).unknown(10.6);
        tale.lease(15).request(15.1).issued(15.6).applied(15.8);

        assertBroken(tale, Rotation.withGrace(Duration.ofSeconds(3)), PRESENTED_ONCE);
    }

    @Test
    void token_presentedAgainAlthoughItsAnswerWasStored_isBroken() {
        var tale = new Tale().connect(0).renew(10);
        tale.lease(18).presenting(1).request(18.1).issued(18.6).applied(18.8);

        assertBroken(tale, GRACE, PRESENTED_ONCE);
    }

    @Test
    void token_presentedAgainAfterARefusalThatWasHeard_isGood() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).failed(10.5).answered(10.6, Result.NOTED);
        tale.lease(12).request(12.1).issued(12.6).applied(12.8);

        assertGood(tale, STRICT);
    }

    @Test
    void token_neverRotated_isPresentedAnyNumberOfTimes() {
        var tale = new Tale().connect(0);
        tale.lease(10).presenting(1).request(10.1).issued(10.6).applied(10.8);
        tale.lease(20).presenting(1).request(20.1).issued(20.6).applied(20.8);

        assertGood(tale, NONE);
        assertBroken(tale, STRICT, PRESENTED_ONCE);
    }

    @Test
    void token_presentedWhileThePresentationBeforeIsUnderWay_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).failed(14).then();
        tale.lease(12).request(12.1).issued(12.6).applied(12.8);

        assertBroken(tale, NONE, PRESENTED_ONCE, ONE_REQUEST);
    }

    @Test
    void token_presentedByAPausedWorkerAfterItsLease_isGood() {
        var tale = new Tale().connect(0);
        var paused = tale.lease(10);
        tale.lease(26).request(26.1).issued(26.6).applied(26.8);
        paused.request(30).issued(30.5).answered(30.7, Result.QUARANTINED);
        tale.renew(36);

        assertGood(tale.pause(10.05, 30), GRACE);
    }

    @Test
    void token_presentedAfterItsLeaseByAWorkerThatWasNotPaused_isBroken() {
        var tale = new Tale().connect(0);
        var slow = tale.lease(10);
        tale.lease(26).request(26.1).issued(26.6).applied(26.8);
        slow.request(30).issued(30.5).answered(30.7, Result.QUARANTINED);
        tale.renew(36);

        assertBroken(tale, GRACE, PRESENTED_ONCE);
    }

    @Test
    void lease_usedForTwoRequests_isBroken() {
        var tale = new Tale().connect(0);
        var lease = tale.lease(10).request(10.1).failed(10.2).request(10.3);
        lease.issued(10.6).applied(10.8);

        assertBroken(tale, STRICT, ONE_REQUEST);
    }

    @Test
    void generation_leasedWhileALeaseOfTheOneBeforeRuns_isGood() {
        var tale = new Tale().connect(0);
        var late = tale.lease(1).request(1.1).issued(1.6);
        tale.lease(17);
        late.applied(18);
        tale.renew(20);

        assertGood(tale, GRACE);
    }

    @Test
    void generation_leasedWhileItsLeaseRuns_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10);
        tale.lease(12).request(12.1).issued(12.6).applied(12.8);

        assertBroken(tale, STRICT, ONE_REQUEST);
    }

    @Test
    void generation_leftOut_isBroken() {
        assertBroken(new Tale().connect(0).commit(3, Commit.Kind.PROMOTED, 3), STRICT, GENERATIONS);
    }

    @Test
    void generation_writtenTwice_isBroken() {
        var tale = new Tale().connect(0).commit(3, Commit.Kind.PROMOTED, 2).commit(4, Commit.Kind.PROMOTED, 2);

        assertBroken(tale, STRICT, GENERATIONS);
    }

    @Test
    void outcome_appliedWithoutAGenerationOfItsOwn_isBroken() {
        var tale = new Tale().connect(0).renew(10);
        tale.lease(20).request(20.1).issued(20.6).answered(20.8, Result.APPLIED);

        assertBroken(tale, STRICT, GENERATIONS);
    }

    @Test
    void lookup_showingAnOlderGenerationThanOneBefore_isBroken() {
        assertBroken(new Tale().connect(0).renew(10).lookup(11, 2, 2).lookup(12, 1, 1), STRICT, GENERATIONS);
    }

    @Test
    void lookup_askedBeforeAnotherWasAnswered_mayShowAnOlderGeneration() {
        assertGood(new Tale().connect(0).renew(10).lookup(11, 2, 2).lookup(11.005, 1, 1), STRICT);
    }

    /** A late outcome applied over a newer one, as a Complete that compares nothing would. */
    @Test
    void generation_bringingBackAnOlderToken_isBroken() {
        var tale = new Tale().connect(0);
        var paused = tale.lease(10).request(10.1).issued(10.6);
        tale.lease(26).request(26.1).issued(26.6).applied(26.8);
        paused.applied(30);
        tale.renew(36);

        assertBroken(tale, GRACE, GENERATIONS);
    }

    @Test
    void generation_seenAsTwoTokens_isBroken() {
        assertBroken(new Tale().connect(0).renew(10).lookup(11, 2, 1).lookup(12, 2, 2), STRICT, GENERATIONS);
    }

    @Test
    void promotedToken_olderThanTheOneBefore_isGood() {
        var tale = new Tale().connect(0);
        var paused = tale.lease(10).request(10.1).issued(10.6);
        tale.lease(26).request(26.1).issued(26.6).applied(26.8);
        paused.answered(30, Result.QUARANTINED);
        tale.commit(31, Commit.Kind.PROMOTED).lookup(30.5, 2, 3).lookup(30.55, 3, 2);

        assertGood(tale, GRACE);
    }

    @Test
    void value_servedAfterTheProvidersExpiry_isBroken() {
        assertBroken(new Tale().connect(0).lookup(20.2, 1, 1), STRICT, NOTHING_EXPIRED);
    }

    @Test
    void value_thatExpiredWhileItsLookupWaited_isBroken() {
        assertBroken(new Tale().connect(0).lookup(18, 21.2, 1, 1), STRICT, NOTHING_EXPIRED);
    }

    @Test
    void value_thatExpiredOnItsWay_isGood() {
        assertGood(new Tale().connect(0).lookup(20, 20.8, 1, 1), STRICT);
    }

    @Test
    void value_promisedBeyondTheProvidersExpiry_isBroken() {
        assertBroken(new Tale().connect(0).lookup(1, 1, 1, Tale.at(20.6)), STRICT, NOTHING_EXPIRED);
    }

    @Test
    void value_neverIssued_isBroken() {
        assertBroken(new Tale().connect(0).lookup(1, 1, "g1", 7, Tale.at(20)), STRICT, NOTHING_EXPIRED);
    }

    @Test
    void deliveredToken_withoutAnOutcome_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).issued(10.6).unknown(25);
        tale.revoked(40, Reason.REUSE).prompt(40, "outcome_unknown");

        assertBroken(tale, STRICT, NOTHING_DROPPED);
    }

    @Test
    void deliveredToken_ofAWorkerKilledBeforeItCouldTell_isGood() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).issued(10.6).unknown(25);
        tale.kill(10.7).revoked(40, Reason.REUSE).prompt(40, "outcome_unknown");

        assertGood(tale, STRICT);
    }

    /** Otherwise a worker that forgets outcomes would be excused by whatever kill comes next. */
    @Test
    void deliveredToken_ofAWorkerKilledWhenItShouldHaveTold_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).issued(10.6).unknown(25);
        tale.kill(14).revoked(40, Reason.REUSE).prompt(40, "outcome_unknown");

        assertBroken(tale, STRICT, NOTHING_DROPPED);
    }

    @Test
    void deliveredToken_ofAWorkerKilledWhileNobodyCouldStoreIt_isGood() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).issued(10.6).unknown(25);
        tale.kill(10.4, Kill.Target.POSTGRES, "postgres").kill(19);

        assertGood(tale.revoked(40, Reason.REUSE).prompt(40, "outcome_unknown"), STRICT);
    }

    @Test
    void deliveredToken_ofAWorkerKilledLongAfterTheDatabaseWasBack_isBroken() {
        var tale = new Tale().connect(0).kill(5, Kill.Target.POSTGRES, "postgres");
        tale.lease(10).request(10.1).issued(10.6).unknown(25);
        tale.kill(19).revoked(40, Reason.REUSE).prompt(40, "outcome_unknown");

        assertBroken(tale, STRICT, NOTHING_DROPPED);
    }

    @Test
    void deliveredToken_sealedInKafkaBeforeTheKillAndNeverApplied_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).issued(10.6).unknown(25);
        tale.sealed(10.8).kill(11).revoked(40, Reason.REUSE).prompt(40, "outcome_unknown");

        assertBroken(tale, STRICT, NOTHING_DROPPED);
    }

    @Test
    void deliveredToken_takenForAFailure_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).issued(10.6).answered(10.8, Result.NOTED);
        tale.lease(30).request(30.1).issued(30.6).applied(30.8);

        assertBroken(tale, GRACE, NOTHING_DROPPED);
    }

    @Test
    void deliveredToken_erasedAlthoughItsGrantWasNotReplaced_isBroken() {
        var tale = new Tale().connect(0);
        var late = tale.lease(10).request(10.1).issued(10.6);
        tale.lease(26).request(26.1).issued(26.6).applied(26.8);
        late.answered(30, Result.DROPPED);

        assertBroken(tale, GRACE, NOTHING_DROPPED);
        assertGood(tale, NONE);
    }

    @Test
    void deliveredToken_erasedAfterReconnecting_isGood() {
        var tale = new Tale().connect(0);
        var late = tale.lease(10).request(10.1).issued(10.6);
        tale.connect(11);
        late.answered(12, Result.DROPPED);

        assertGood(tale.renew(20), STRICT);
    }

    @Test
    void connection_notStandingWithItsGrantsNewestToken_isBroken() {
        var tale = new Tale().connect(0).renew(10);
        tale.lease(20).request(20.1).lost(20.6).unknown(20.8);

        assertBroken(tale, STRICT, NOTHING_DROPPED);
        assertGood(tale.end(25), GRACE, NOTHING_DROPPED);
    }

    @Test
    void lease_endedWithoutAnOutcomeAndNobodyLooking_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10);

        assertBroken(tale, STRICT, NOTHING_DROPPED);
        assertGood(tale.end(30), STRICT);
    }

    @Test
    void prompt_forAGrantThatWasRevoked_isGood() {
        assertGood(new Tale().connect(0).revoked(5, Reason.USER).prompt(12, "grant_revoked"), STRICT);
    }

    @Test
    void prompt_withAnUnusedTokenInTheVault_isBroken() {
        assertBroken(new Tale().connect(0).prompt(12, "grant_revoked"), STRICT, NOBODY_PROMPTED);
        assertBroken(new Tale().connect(0).renew(10).prompt(12, "outcome_unknown"), STRICT, NOBODY_PROMPTED);
    }

    @Test
    void prompt_withAnUnusedTokenInQuarantine_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).issued(10.6).answered(10.8, Result.QUARANTINED);

        assertBroken(tale.prompt(12, "outcome_unknown"), STRICT, NOBODY_PROMPTED);
    }

    /** The token is presented again too early, the provider ends the grant for it, and only then the outcome comes from Kafka. */
    @Test
    void prompt_beforeALateOutcomeBringsTheTokenThatWasObtained_isBroken() {
        for (var result : List.of(Result.APPLIED, Result.QUARANTINED)) {
            var tale = new Tale().connect(0);
            var late = tale.lease(10).request(10.1).issued(10.6);
            tale.sealed(14).lease(26).request(26.1).failed(26.2).answered(26.3, Result.NOTED);
            tale.revoked(26.2, Reason.REUSE).prompt(26.3, "grant_revoked");
            tale = result == Result.APPLIED ? late.applied(28) : late.answered(28, result);

            assertBroken(tale, STRICT, NOBODY_PROMPTED);
        }
    }

    @Test
    void prompt_beforeALateOutcomeRevivesTheConnection_isBroken() {
        var tale = new Tale().connect(0);
        var late = tale.lease(10).request(10.1).issued(10.6);
        tale.sealed(14).prompt(26, "outcome_unknown").standsConnected();

        assertBroken(late.applied(28), STRICT, NOBODY_PROMPTED);
    }

    @Test
    void prompt_withinTheGrace_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).lost(10.6).unknown(10.8);

        assertBroken(tale.prompt(39, "outcome_unknown"), GRACE, NOBODY_PROMPTED);
    }

    @Test
    void prompt_afterTheGrace_isGood() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).lost(10.6).unknown(10.8);

        assertGood(tale.prompt(41, "outcome_unknown"), GRACE);
    }

    @Test
    void prompt_ofAGrantThatDoesNotRotateAndLives_isBroken() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.1).lost(10.6).unknown(10.8);

        assertBroken(tale.prompt(41, "outcome_unknown"), NONE, NOBODY_PROMPTED);
    }

    @Test
    void prompt_asIfNeverConnectedOfWhatIsConnected_isBroken() {
        assertBroken(new Tale().connect(0).prompt(5, "never_connected"), STRICT, NOBODY_PROMPTED);
    }

    @Test
    void prompt_asIfNeverConnectedBeforeConnectingOrAfterDisconnecting_isGood() {
        var tale =
                new Tale().prompt(0, "never_connected").connect(1).disconnect(5).revoked(5.2, Reason.CLIENT);

        assertGood(tale.prompt(7, "never_connected"), STRICT);
    }

    @Test
    void disconnectedGrant_notRevoked_isBroken() {
        assertBroken(new Tale().connect(0).disconnect(5), STRICT, DISCONNECTED);
    }

    @Test
    void disconnectedConnection_renewedAfterwards_isBroken() {
        var tale = new Tale().connect(0);
        var late = tale.lease(4).request(4.1).issued(4.6);
        tale.disconnect(5).revoked(5.2, Reason.CLIENT);
        late.applied(6);

        assertBroken(tale, STRICT, DISCONNECTED);
    }

    @Test
    void disconnectedConnection_servedAfterwards_isBroken() {
        var tale = new Tale().connect(0).disconnect(5).revoked(5.2, Reason.CLIENT);

        assertBroken(tale.lookup(6, 1, 1), STRICT, DISCONNECTED);
    }

    @Test
    void disconnectedConnection_connectedAnew_isServed() {
        var tale =
                new Tale().connect(0).disconnect(5).revoked(5.2, Reason.CLIENT).connect(8);

        assertGood(tale.lookup(9, 3, 1), STRICT);
    }

    @Test
    void grants_ofFlowsThatTheVaultGaveUpOn_areNotTakenForTheConnectionsOwn() {
        var abandoned = new Tale().exchange(0).exchange(1).connect(2).renew(10).lookup(11, 2, 2);
        var overtaken = new Tale().exchange(0).connect(2).exchange(20);

        assertGood(abandoned, STRICT);
        assertGood(overtaken.lookup(3, 1, "g2", 1, overtaken.promise("g2", 1)), STRICT);
    }

    @Test
    void grants_storedInAnotherOrderThanExchanged_areToldByWhatIsServed() {
        var tale = new Tale().exchange(0).connect(0.3).commit(0.8, Commit.Kind.CONNECTED);

        assertGood(tale.lookup(1, 2, "g1", 1, tale.promise("g1", 1)).end(5), STRICT);
    }

    @Test
    void olderGrant_servedAfterReconnecting_isBroken() {
        var tale = new Tale().connect(0).connect(5);

        assertBroken(tale.lookup(6, 1, "g1", 1, tale.promise("g1", 1)), STRICT, NEW_GRANT);
        assertGood(new Tale().connect(0).connect(5).lookup(6, 2, 1), STRICT);
    }

    @Test
    void olderGrantsOutcome_appliedOverTheNewGrant_isBroken() {
        var tale = new Tale().connect(0);
        var late = tale.lease(4).request(4.1).issued(4.6);
        tale.connect(5);
        late.applied(6);

        assertBroken(tale, STRICT, NEW_GRANT);
    }

    private static void assertGood(Tale tale, Rotation rotation, Invariant... but) {
        assertThat(Checker.check(tale.history(), rotation))
                .filteredOn(violation -> !List.of(but).contains(violation.invariant()))
                .isEmpty();
    }

    private static void assertBroken(Tale tale, Rotation rotation, Invariant... invariants) {
        assertThat(Checker.check(tale.history(), rotation))
                .extracting(Violation::invariant)
                .containsOnly(invariants);
    }
}

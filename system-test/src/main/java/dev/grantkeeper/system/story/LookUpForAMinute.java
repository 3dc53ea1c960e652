package dev.grantkeeper.system.story;

import static dev.grantkeeper.system.caller.Platform.WORKSPACE;
import static dev.grantkeeper.system.story.Stage.ADA;

import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.system.story.SteadyLookups.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class LookUpForAMinute implements Step {

    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final int LOOKUPS = 120;
    private static final int LEAST_RENEWALS = 4;

    @Override
    public String title() {
        return "Tokens live 10 s; for 60 s the app looks up twice a second and always gets one that works";
    }

    @Override
    public String play(Stage stage) {
        var app = new SteadyLookups(stage, stage.platform().execution(WORKSPACE, ADA));
        stage.steadyLookups(app);
        var seen = Patience.await(A_MINUTE.multipliedBy(2), LOOKUPS + " lookups", () -> Optional.of(app.seen())
                .filter(soFar -> soFar.size() >= LOOKUPS));
        long overRest =
                seen.stream().filter(one -> one.protocol().equals("REST")).count();
        long renewals = renewals(seen);
        Check.that(renewals >= LEAST_RENEWALS, "only " + renewals + " renewals were seen");
        long margin = smallestMargin(seen);
        Check.that(margin > 0, "a token was renewed " + -margin + " s after it had expired");
        return overRest + " lookups over REST and " + (seen.size() - overRest) + " over gRPC, every value active; "
                + renewals + " renewals, each at least " + margin + " s ahead of expiry; " + presentedOnce(stage);
    }

    static long renewals(List<Seen> seen) {
        return seen.get(seen.size() - 1).generation() - seen.get(0).generation();
    }

    /** Seconds by the provider's clock from a token's issue to its predecessor's expiry, where they were closest. */
    private static long smallestMargin(List<Seen> seen) {
        long smallest = Long.MAX_VALUE;
        for (int i = 1; i < seen.size(); i++) {
            if (seen.get(i).generation() != seen.get(i - 1).generation()) {
                var margin =
                        Duration.between(seen.get(i).issuedAt(), seen.get(i - 1).expiresAt());
                smallest = Math.min(smallest, margin.toSeconds());
            }
        }
        return smallest;
    }

    /** With rotation on, a refresh token that comes twice may cost the grant. */
    static String presentedOnce(Stage stage) {
        var refreshes = stage.provider().refreshes();
        for (var refresh : refreshes) {
            Check.that(
                    refresh.presented() == 1 && refresh.refused() == 0 && ADA.equals(refresh.user()),
                    "the provider counted a refresh token of " + refresh.user() + " presented " + refresh.presented()
                            + " times and refused " + refresh.refused() + " times");
        }
        return "the provider counted " + refreshes.size() + " refresh tokens, each presented exactly once";
    }
}

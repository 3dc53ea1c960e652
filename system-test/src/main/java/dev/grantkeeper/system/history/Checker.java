package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.Rotation;
import java.util.ArrayList;
import java.util.List;

/** Judges a run by its history alone. */
public final class Checker {

    private Checker() {}

    /**
     * Every invariant, of every connection.
     *
     * @param rotation what the provider did throughout the run
     * @return what did not hold; empty for a good run
     */
    public static List<Violation> check(History history, Rotation rotation) {
        var presentedOnce = new PresentedOnce(history, rotation);
        var nothingDropped = new NothingDropped(history, rotation);
        var nobodyPrompted = new NobodyPrompted(rotation);
        var violations = new ArrayList<Violation>();
        for (var life : Lives.of(history)) {
            violations.addAll(presentedOnce.check(life));
            violations.addAll(OneRequest.check(life));
            violations.addAll(Generations.check(life));
            violations.addAll(NothingExpired.check(life));
            violations.addAll(nothingDropped.check(life));
            violations.addAll(nobodyPrompted.check(life));
            violations.addAll(Disconnects.check(life));
            violations.addAll(NewGrant.check(life));
        }
        return List.copyOf(violations);
    }

    /**
     * Whether Kafka heard of everything that was stored.
     *
     * @param changes as {@link Topics#changes()} has them, once the outbox is empty
     */
    public static List<Violation> checkEvents(Stored stored, List<Told> changes) {
        return EverythingTold.check(stored, changes);
    }
}

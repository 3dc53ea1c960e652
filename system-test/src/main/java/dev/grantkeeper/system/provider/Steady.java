package dev.grantkeeper.system.provider;

import dev.grantkeeper.system.caller.Looked.Served;
import dev.grantkeeper.system.caller.Lookup;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.system.platform.MachineClock;
import dev.grantkeeper.system.story.Check;
import java.time.Duration;

/** An app that needs a connection twice a second, and has the authorization server say each time whether the value is good. */
final class Steady {

    /**
     * What came of it.
     *
     * @param closest the least time that any value still had to live
     * @param last the value that came last
     */
    record Seen(int lookups, Duration closest, Served last) {}

    private static final Duration EVERY = Duration.ofMillis(500);

    private final Lookup lookup;
    private final AuthorizationServer server;

    Steady(Lookup lookup, AuthorizationServer server) {
        this.lookup = lookup;
        this.server = server;
    }

    /** @throws IllegalStateException on the first lookup that is refused, or serves what is not good */
    Seen lookUp(String executionToken, Duration atLeast) {
        long begun = System.nanoTime();
        var closest = server.particulars().accessLife();
        Served last = null;
        int count = 0;
        do {
            Patience.until(begun + count * EVERY.toNanos());
            count++;
            var served = served(executionToken, count);
            Check.that(
                    last == null || served.generation() >= last.generation(),
                    "generation " + served.generation() + " came after a later one");
            var left = Duration.between(MachineClock.get().instant(), served.expiresAt());
            closest = left.compareTo(closest) < 0 ? left : closest;
            last = served;
        } while (System.nanoTime() - begun < atLeast.toNanos());
        return new Seen(count, closest, last);
    }

    private Served served(String executionToken, int number) {
        var answer = lookup.user(executionToken);
        if (!(answer instanceof Served served)) {
            throw new IllegalStateException("lookup " + number + " was refused: " + answer);
        }
        Check.that(
                server.isActive(served.value()),
                "lookup " + number + " served generation " + served.generation() + ", which "
                        + server.particulars().name() + " calls inactive; the vault says it expires at "
                        + served.expiresAt());
        Check.that(
                served.expiresAt().isAfter(MachineClock.get().instant()),
                "lookup " + number + " served a value that expired at " + served.expiresAt());
        return served;
    }
}

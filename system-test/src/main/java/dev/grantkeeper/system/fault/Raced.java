package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.fleet.Member;
import dev.grantkeeper.system.history.Lease.Result;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A person reconnects, or disconnects and connects again later, while the connection is being renewed. */
final class Raced implements Row {

    private static final int RACES = 200;
    private static final int AT_ONCE = 8;
    private static final Duration SOONEST = Duration.ofMillis(100);
    private static final Duration LATEST = Duration.ofMillis(2_000);
    private static final Duration LATE_ANSWER = Duration.ofMillis(1_500);
    /** What the vault does with an outcome whose grant the connection no longer has. */
    private static final Set<Result> LATE = EnumSet.of(Result.DROPPED, Result.REVOKED);

    private final boolean reconnecting;

    Raced(boolean reconnecting) {
        this.reconnecting = reconnecting;
    }

    @Override
    public String name() {
        return reconnecting ? "reconnect-races" : "disconnect-races";
    }

    @Override
    public String fault(int scale) {
        return "%s racing a renewal, %d times, strict rotation"
                .formatted(reconnecting ? "reconnect" : "disconnect", RACES * scale);
    }

    @Override
    public String mustHold() {
        return reconnecting ? "the new grant survives" : "a disconnected grant is revoked at the provider";
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.strict())) {
            int races = RACES * scene.scale();
            new Races(scene, cast, SOONEST, LATEST).run(races, AT_ONCE, act(cast));
            var shown = cast.judge(races + " races");
            long late = cast.history().stored().leases().stream()
                    .flatMap(lease -> lease.answer().stream())
                    .filter(answer -> LATE.contains(answer.result()))
                    .count();
            return shown.and(
                    "in %d of them the old grant's renewal ended last".formatted(late),
                    late == 0 ? List.of("no renewal ended after its grant: nothing was shown") : List.of());
        }
    }

    private Consumer<Member> act(Cast cast) {
        return reconnecting
                ? cast.fleet()::connect
                : member -> {
                    cast.fleet().disconnect(member);
                    Patience.until(System.nanoTime() + LATE_ANSWER.toNanos());
                    cast.fleet().connect(member);
                };
    }
}

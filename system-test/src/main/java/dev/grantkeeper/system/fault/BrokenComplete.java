package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.history.Checker;
import dev.grantkeeper.system.history.Invariant;
import dev.grantkeeper.system.machine.Programs;
import dev.grantkeeper.system.machine.Transplant;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The product itself is broken, and the checker has to find out: Complete applies whatever comes. */
final class BrokenComplete implements Row {

    private static final int RACES = 60;
    private static final int AT_ONCE = 8;
    private static final Duration SOONEST = Duration.ofMillis(300);
    private static final Duration LATEST = Duration.ofMillis(1_800);

    /** What only a Complete that compares nothing does to a grant that was replaced. */
    private static final Set<Invariant> TELLING = EnumSet.of(Invariant.GENERATIONS, Invariant.NEW_GRANT);

    @Override
    public String name() {
        return "broken-complete";
    }

    @Override
    public String fault(int scale) {
        return "vaults whose Complete compares nothing; reconnect racing a renewal, %d times".formatted(RACES * scale);
    }

    @Override
    public String mustHold() {
        return "the checker finds it";
    }

    @Override
    public Programs programs(Programs built, Path directory) {
        var source = built.home().resolve("system-test/src/broken/CompleteRules.java");
        return Transplant.vaultWith(source, built, directory.resolve("broken-vault"));
    }

    @Override
    public Shown play(Scene scene) {
        try (var cast = scene.cast(name(), Rotation.strict())) {
            int races = RACES * scene.scale();
            new Races(scene, cast, SOONEST, LATEST).run(races, AT_ONCE, cast.fleet()::connect);
            scene.moments().pass(Duration.ofSeconds(5), Duration.ofSeconds(5));
            var found = Checker.check(scene.kept(name(), cast.history()), Rotation.strict()).stream()
                    .filter(violation -> TELLING.contains(violation.invariant()))
                    .toList();
            return new Shown(
                    found.size() + " violations found"
                            + found.stream()
                                    .findFirst()
                                    .map(one -> ", such as " + one)
                                    .orElse(""),
                    Windows.NONE,
                    found.isEmpty() ? List.of("the checker did not find anything wrong") : List.of());
        }
    }
}

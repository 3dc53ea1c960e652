package dev.grantkeeper.system.fault;

import static java.util.stream.Collectors.joining;

import dev.grantkeeper.system.caller.Operator;
import dev.grantkeeper.system.history.Gap;
import dev.grantkeeper.system.history.Pressure;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Providers fall ill at once, each in its own way, and one stays well. */
final class ProvidersSick implements Row {

    private static final Duration LASTS = Duration.ofMinutes(2);
    private static final Duration RECOVERED = Duration.ofMinutes(2);
    private static final int PEOPLE = 2_000;
    private static final int LOOKUPS = 6;
    private static final Duration SHORTEST = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofSeconds(150);
    private static final int RATE = 20;
    private static final int BURST = 5;
    private static final int CONCURRENCY = 15;

    @Override
    public String name() {
        return "providers-sick";
    }

    @Override
    public String fault(int scale) {
        return "429, 5xx, HTML, truncated JSON, dripping bodies for %d minutes, one provider client each, %,d connections, strict rotation"
                .formatted(LASTS.toMinutes() * scale, PEOPLE);
    }

    @Override
    public String mustHold() {
        return "each limit kept, other clients undisturbed; 0 false prompts; all renewed within 2 minutes of recovery";
    }

    @Override
    public Shown play(Scene scene) {
        var casts = new ArrayList<Cast>();
        try {
            for (Illness illness : Illness.values()) {
                casts.add(scene.cast(Company.of(
                        illness.app(),
                        Rotation.strict(),
                        PEOPLE / Illness.values().length + 1,
                        SHORTEST,
                        LONGEST,
                        LOOKUPS)));
                limit(scene, illness.app());
            }
            fallIll(casts);
            var time = LASTS.multipliedBy(scene.scale());
            scene.moments().pass(time, time);
            casts.forEach(cast -> cast.provider().always(Endpoint.TOKEN, Fault.NONE));
            casts.forEach(Cast::calmDown);
            return judge(casts);
        } finally {
            casts.forEach(Cast::close);
        }
    }

    private static void limit(Scene scene, String app) {
        var vault = scene.cluster().vaults().get(0).address();
        new Operator(vault, scene.cluster().issuer().operator()).limit(app, RATE, BURST, CONCURRENCY);
    }

    private static void fallIll(List<Cast> casts) {
        Arrays.stream(Illness.values())
                .forEach(illness -> casts.get(illness.ordinal()).provider().always(Endpoint.TOKEN, illness.fault()));
    }

    private static Shown judge(List<Cast> casts) {
        var broken = new ArrayList<String>();
        var counts = new ArrayList<String>();
        for (int i = 0; i < casts.size(); i++) {
            var cast = casts.get(i);
            var shown = cast.judgeCalmed("");
            shown.broken().forEach(fault -> broken.add(cast.company().app() + ": " + fault));
            if (cast.settledIn().compareTo(RECOVERED) > 0) {
                broken.add(cast.company().app() + ": all renewed only after "
                        + cast.settledIn().toSeconds() + " s");
            }
            var pressure =
                    Pressure.by(cast.recorder().calls()).get(cast.company().app());
            if (pressure.mostAtOnce() > CONCURRENCY || pressure.mostPerSecond() > RATE + BURST) {
                broken.add(cast.company().app() + ": limits not kept: " + pressure);
            }
            counts.add("%s: %d calls, at most %d/s and %d at once, all renewed %d s after recovery"
                    .formatted(
                            cast.company().app(),
                            pressure.calls(),
                            pressure.mostPerSecond(),
                            pressure.mostAtOnce(),
                            cast.settledIn().toSeconds()));
        }
        var well = casts.get(Illness.NONE.ordinal());
        Gap.in(well.history()).forEach(gap -> broken.add("the client of a healthy provider was disturbed: " + gap));
        return new Shown(counts.stream().collect(joining("; ")), Windows.NONE, broken);
    }
}

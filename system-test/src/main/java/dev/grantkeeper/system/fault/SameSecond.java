package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.caller.Operator;
import dev.grantkeeper.system.fleet.Settling;
import dev.grantkeeper.system.history.Gap;
import dev.grantkeeper.system.history.Pressure;
import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.testkit.authorization.Rotation;
import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/** As many connections as a large app has are due in one second, at a provider that allows a few a second. */
final class SameSecond implements Row {

    private static final int PEOPLE = 10_000;
    private static final int RATE = 120;
    private static final int BURST = 20;
    private static final int CONCURRENCY = 100;
    private static final Duration LIFE = Duration.ofMinutes(9);
    /** Long before the tokens end, whatever the machine manages of the rate. */
    private static final Duration DONE = Duration.ofMinutes(5);

    private static final int LOOKUPS = 20;
    /** Renewals that are under way together may pass one another. */
    private static final Duration TOGETHER = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "same-second";
    }

    @Override
    public String fault(int scale) {
        return "%,d connections due in the same second, %d a second allowed, strict rotation"
                .formatted(PEOPLE * scale, RATE);
    }

    @Override
    public String mustHold() {
        return "rate limit kept, deadline order, 0 expired where the limit allows it";
    }

    @Override
    public Shown play(Scene scene) {
        var company = Company.of(name(), Rotation.strict(), PEOPLE * scene.scale(), LIFE, LIFE, LOOKUPS);
        try (var cast = scene.cast(company)) {
            var vault = scene.cluster().vaults().get(0).address();
            new Operator(vault, scene.cluster().issuer().operator()).limit(name(), RATE, BURST, CONCURRENCY);
            cast.calmDown();
            int due = new Settling(scene.cluster().postgres().server(), Cluster.DATABASE, cast.tenants())
                    .makeDue(cast.recorder().now().plusSeconds(1));
            var shown = cast.judgeCalmed(due + " due at once", DONE);
            return shown.and(counted(cast), broken(cast));
        }
    }

    private String counted(Cast cast) {
        var pressure = Pressure.by(cast.recorder().calls()).get(name());
        return "at most %d in a second and %d at once, %d expired"
                .formatted(
                        pressure.mostPerSecond(),
                        pressure.mostAtOnce(),
                        Gap.in(cast.history()).size());
    }

    private List<String> broken(Cast cast) {
        var broken = new ArrayList<String>();
        var pressure = Pressure.by(cast.recorder().calls()).get(name());
        if (pressure.mostPerSecond() > RATE + BURST || pressure.mostAtOnce() > CONCURRENCY) {
            broken.add("limits not kept: " + pressure);
        }
        Gap.in(cast.history()).forEach(gap -> broken.add("expired: " + gap));
        broken.addAll(outOfOrder(cast.recorder().calls()));
        return broken;
    }

    /** Renewals made although others, whose tokens ended sooner by more than that, were made later by more than that. */
    private static List<String> outOfOrder(List<TokenCall> calls) {
        var expiries = new HashMap<String, Instant>();
        calls.stream()
                .filter(call -> call.grantType().equals("authorization_code"))
                .forEach(call -> expiries.put(
                        call.grant().orElseThrow(), call.accessExpiresAt().orElseThrow()));
        var first = calls.stream()
                .filter(call -> call.presented().isPresent() && call.presented().getAsInt() == 1)
                .sorted(Comparator.comparing(TokenCall::arrivedAt))
                .toList();
        var soonestLeft = new Instant[first.size() + 1];
        soonestLeft[first.size()] = Instant.MAX;
        for (int i = first.size() - 1; i >= 0; i--) {
            var own = expiries.get(first.get(i).grant().orElseThrow());
            soonestLeft[i] = own.isBefore(soonestLeft[i + 1]) ? own : soonestLeft[i + 1];
        }
        int later = 0;
        var outOfOrder = new ArrayList<String>();
        for (TokenCall call : first) {
            while (later < first.size()
                    && first.get(later).arrivedAt().isBefore(call.arrivedAt().plus(TOGETHER))) {
                later++;
            }
            var expiry = expiries.get(call.grant().orElseThrow());
            if (soonestLeft[later].isBefore(expiry.minus(TOGETHER))) {
                outOfOrder.add("grant " + call.grant().orElseThrow() + ", good until " + expiry
                        + ", was renewed long before one good until " + soonestLeft[later]);
            }
        }
        return outOfOrder;
    }
}

package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.history.Loss;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.testkit.authorization.RecordedCall;
import dev.grantkeeper.testkit.authorization.Rotation;
import dev.grantkeeper.testkit.authorization.TokenCall;
import dev.grantkeeper.testkit.authorization.TokenName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The provider commits, and its answer never arrives. */
final class AnswerCut implements Row {

    private static final int CUTS = 50;
    /** One refresh in so many is cut, and only one of each grant: the next is to show what became of it. */
    private static final int ONE_IN = 5;

    private static final Duration ALL_CUT = Duration.ofMinutes(2);
    private static final Duration RESENT_WITHIN = Duration.ofSeconds(20);

    private final boolean strict;

    AnswerCut(boolean strict) {
        this.strict = strict;
    }

    @Override
    public String name() {
        return strict ? "answer-cut-strict" : "answer-cut-grace";
    }

    @Override
    public String fault(int scale) {
        return "answer cut after the provider committed, %d times, %s"
                .formatted(CUTS * scale, strict ? "strict rotation" : "grace of 30 s");
    }

    @Override
    public String mustHold() {
        return strict
                ? "held while the access token lives, then resolved: nobody is stuck"
                : "one resend within 20 s; 0 lost, 0 prompts";
    }

    @Override
    public Shown play(Scene scene) {
        var rotation = strict ? Rotation.strict() : Rotation.withGrace(Scene.GRACE);
        try (var cast = scene.cast(name(), rotation)) {
            if (strict) {
                cast.mayLoseBy(Loss.Cause.NOT_DELIVERED);
            }
            int wanted = CUTS * scene.scale();
            cut(cast, wanted);
            Patience.await(
                    ALL_CUT.multipliedBy(scene.scale()),
                    wanted + " cuts",
                    () -> cuts(cast).size() >= wanted ? Optional.of(true) : Optional.empty());
            var shown = cast.judge(wanted + " answers cut");
            return shown.and(
                    "",
                    cuts(cast).stream()
                            .flatMap(lost -> wrong(lost, cast.recorder().calls()).stream())
                            .toList());
        }
    }

    private static void cut(Cast cast, int wanted) {
        Set<String> grants = ConcurrentHashMap.newKeySet();
        cast.provider()
                .where(
                        call -> grants.size() < wanted && isChosen(call) && grants.add(grant(call)),
                        Fault.cutAfterCommit());
    }

    private static boolean isChosen(RecordedCall call) {
        return call.endpoint() == Endpoint.TOKEN
                && call.refreshToken().isPresent()
                && call.refreshToken().get().hashCode() % ONE_IN == 0;
    }

    private static String grant(RecordedCall call) {
        return call.refreshToken().flatMap(TokenName::parse).orElseThrow().grant();
    }

    private static List<TokenCall> cuts(Cast cast) {
        return cast.recorder().calls().stream()
                .filter(call -> call.fault().filter("cutAfterCommit"::equals).isPresent())
                .toList();
    }

    /** What was done wrong about one lost answer. */
    private List<String> wrong(TokenCall lost, List<TokenCall> calls) {
        var again = calls.stream()
                .filter(call -> call != lost
                        && call.grant().equals(lost.grant())
                        && call.presented().equals(lost.presented())
                        && call.arrivedAt().isAfter(lost.arrivedAt()))
                .toList();
        var wrong = new ArrayList<String>();
        if (again.size() != 1) {
            wrong.add("grant " + lost.grant().orElseThrow() + ": presented again " + again.size() + " times");
        } else if (strict && again.get(0).arrivedAt().isBefore(endOfAccess(lost, calls))) {
            wrong.add("grant " + lost.grant().orElseThrow() + ": presented again while its access token lived");
        } else if (!strict
                && Duration.between(lost.arrivedAt(), again.get(0).arrivedAt()).compareTo(RESENT_WITHIN) > 0) {
            wrong.add("grant " + lost.grant().orElseThrow() + ": presented again only after 20 s");
        }
        return wrong;
    }

    /** When the access token ended that was in use as the answer was lost, as the vault reckons: from the lease on. */
    private static Instant endOfAccess(TokenCall lost, List<TokenCall> calls) {
        return calls.stream()
                .filter(call ->
                        call.grant().equals(lost.grant()) && call.issued().equals(lost.presented()))
                .flatMap(call -> call.accessExpiresAt().stream())
                .map(end -> end.minusSeconds(2))
                .findFirst()
                .orElse(Instant.MIN);
    }
}

package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.history.Checker;
import dev.grantkeeper.system.history.CrashWindows;
import dev.grantkeeper.system.history.CrashWindows.Window;
import dev.grantkeeper.system.history.History;
import dev.grantkeeper.system.history.Kill;
import dev.grantkeeper.system.history.Loss;
import dev.grantkeeper.system.history.Loss.Cause;
import dev.grantkeeper.system.history.Prompted;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a row's history says. */
final class Judgement {

    private static final int SHOWN = 8;
    private static final Duration PROMPTED_WITHIN = Duration.ofMinutes(3);

    private final History history;
    private final Rotation rotation;
    private final Duration settledIn;
    private final Set<Cause> bearable;
    private final List<Loss> losses;

    /** @param bearable what grants may be lost by; a row that promises no loss has none, and asks nobody */
    Judgement(History history, Rotation rotation, Duration settledIn, Set<Cause> bearable) {
        this.history = history;
        this.rotation = rotation;
        this.settledIn = settledIn;
        this.bearable = bearable;
        this.losses = Loss.in(history);
    }

    Shown shown(String counts, List<String> unsettled) {
        var broken = new ArrayList<>(unsettled);
        tell(broken, "", Checker.check(history, rotation));
        tell(broken, "lost: ", losses.stream().filter(loss -> !isAllowed(loss)).toList());
        if (bearable.isEmpty()) {
            tell(broken, "asked although nothing may be lost: ", prompts());
        }
        tell(
                broken,
                "not asked within 3 minutes: ",
                losses.stream().filter(this::isAskedLate).toList());
        return new Shown(counts + "; " + summary(), windows(), broken);
    }

    private static void tell(List<String> broken, String beginning, List<?> faults) {
        faults.stream().limit(SHOWN).map(fault -> beginning + fault).forEach(broken::add);
        if (faults.size() > SHOWN) {
            broken.add(beginning + "and " + (faults.size() - SHOWN) + " more");
        }
    }

    private String summary() {
        long renewals = history.calls().stream()
                .filter(call -> call.grantType().equals("refresh_token"))
                .filter(call -> call.issued().isPresent())
                .count();
        long served = history.lookups().stream()
                .filter(lookup -> lookup.value().isPresent())
                .count();
        return "%d connections, %d renewals, %d lookups served of %d, %d lost%s, %d prompts, settled in %d s"
                .formatted(
                        history.stored().connections().size(),
                        renewals,
                        served,
                        history.lookups().size(),
                        losses.size(),
                        losses.isEmpty() ? "" : " (" + explained() + " within the window)",
                        prompts().size(),
                        settledIn.toSeconds());
    }

    private long explained() {
        return losses.stream().filter(this::isAllowed).count();
    }

    private boolean isAllowed(Loss loss) {
        return bearable.contains(loss.cause());
    }

    /** To those who had been connected. */
    private List<Prompted> prompts() {
        return history.stored().prompts().stream()
                .filter(prompt -> !prompt.reason().equals("never_connected"))
                .toList();
    }

    private boolean isAskedLate(Loss loss) {
        return loss.promptedAt()
                .filter(at -> Duration.between(loss.since(), at).compareTo(PROMPTED_WITHIN) <= 0)
                .isEmpty();
    }

    private Windows windows() {
        return Arrays.stream(Kill.Target.values())
                .map(target -> CrashWindows.of(history, target))
                .map(windows -> new Windows(
                        windows.kills(Window.BEFORE_COMMIT),
                        windows.kills(Window.NOWHERE_DURABLE),
                        windows.kills(Window.IN_KAFKA),
                        windows.kills(Window.AFTER_COMMIT)))
                .reduce(Windows.NONE, Windows::plus);
    }
}

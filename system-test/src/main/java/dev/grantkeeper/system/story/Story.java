package dev.grantkeeper.system.story;

import dev.grantkeeper.system.machine.Machine;
import java.time.Duration;
import java.util.List;

/** The main job on real parts: configured, connected, looked up, renewed, died, reconnected, and nothing leaked. */
public final class Story {

    /** Hears the story as it goes. */
    public interface Listener {

        void begins(int number, String title);

        /** @param saw what the step saw, one line */
        void held(int number, String saw, Duration took);
    }

    private static final List<Step> STEPS = List.of(
            new DefineTheApp(),
            new AskBeforeConnecting(),
            new SetTheWorkspaceSecret(),
            new Connect(),
            new LookUpForAMinute(),
            new KillTheWorker(),
            new RevokeTheGrant(),
            new SearchForLeaks());

    private Story() {}

    public static int steps() {
        return STEPS.size();
    }

    /**
     * Plays all steps on a machine that was just started.
     *
     * @throws StepFailed at the first step that does not hold
     */
    public static void play(Machine machine, Listener listener) {
        try (var stage = new Stage(machine)) {
            for (int i = 0; i < STEPS.size(); i++) {
                play(i + 1, STEPS.get(i), stage, listener);
            }
        }
    }

    private static void play(int number, Step step, Stage stage, Listener listener) {
        listener.begins(number, step.title());
        long begun = System.nanoTime();
        try {
            String saw = step.play(stage);
            listener.held(number, saw, Duration.ofNanos(System.nanoTime() - begun));
        } catch (RuntimeException e) {
            throw new StepFailed(number, step.title(), e);
        }
    }
}

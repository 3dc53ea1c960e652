package dev.grantkeeper.system.story;

/** A step of the story did not hold. The message names it. */
public final class StepFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StepFailed(int number, String title, RuntimeException cause) {
        super("step " + number + " did not hold (" + title + "): " + cause.getMessage(), cause);
    }
}

package dev.grantkeeper.vault.error;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Faults nobody asked for: which of them are the database being away, and how to log the rest without quoting values. */
public final class Faults {

    private static final int FRAMES = 12;

    private Faults() {}

    /** A failure the caller can act on, where the fault is a known one: the database cannot be reached. */
    public static Optional<Failure> asFailure(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return Optional.of(failure);
            }
            if (PostgresFaults.isAway(cause)) {
                return Optional.of(Failure.unavailable("The database"));
            }
        }
        return Optional.empty();
    }

    /** Whether the same may succeed later, without anybody's doing. */
    public static boolean isTransient(Throwable fault) {
        return asFailure(fault)
                .filter(failure -> failure.reason().isTransient())
                .isPresent();
    }

    /** Whether it is known that the same will never succeed. */
    public static boolean isFinal(Throwable fault) {
        return fault instanceof Failure failure && !failure.reason().isTransient();
    }

    /** Types and places, never messages: a driver's message may quote the parameters it was given. */
    public static String describe(Throwable fault) {
        return Stream.iterate(fault, t -> t != null, Throwable::getCause)
                .limit(5)
                .map(t -> t.getClass().getName()
                        + Stream.of(t.getStackTrace())
                                .limit(FRAMES)
                                .map(frame -> "\n    at " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\ncaused by "));
    }
}

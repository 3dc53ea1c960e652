package dev.grantkeeper.system.story;

import java.util.Objects;

/** What a step insists on. */
public final class Check {

    private Check() {}

    /** @throws IllegalStateException with the words, unless it holds */
    public static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** @throws IllegalStateException saying what it is, unless it is as expected */
    public static void same(String what, Object expected, Object actual) {
        that(Objects.equals(expected, actual), what + " is " + actual + " instead of " + expected);
    }
}

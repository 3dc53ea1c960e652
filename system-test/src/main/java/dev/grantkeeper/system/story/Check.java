package dev.grantkeeper.system.story;

import java.util.Objects;

/** What a step insists on. */
final class Check {

    private Check() {}

    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    static void same(String what, Object expected, Object actual) {
        that(Objects.equals(expected, actual), what + " is " + actual + " instead of " + expected);
    }
}

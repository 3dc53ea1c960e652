package dev.grantkeeper.vault.error;

/** How many a caller wants to see at once. */
public final class PageLimit {

    public static final String DEFAULT = "50";
    private static final int MOST = 200;

    private PageLimit() {}

    /** Fails with INVALID for what is no number from 1 to 200. */
    public static int parse(String text) {
        return parse(text, MOST);
    }

    /** Fails with INVALID for what is no number from 1 to that one, which has three digits at most. */
    public static int parse(String text, int most) {
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > most) {
            throw Failure.invalid("limit", "must be 1 to " + most);
        }
        return Integer.parseInt(text);
    }
}

package dev.grantkeeper.vault.hook;

import java.util.Optional;
import java.util.regex.Pattern;

/** Words of an app that people get to see. Whoever shows them escapes them: they may have markup in them, which stays text. */
final class PlainText {

    private static final int LONGEST = 300;

    /** Blanks of every kind, line breaks included. */
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\u0085]+");

    /**
     * Control characters, halves of characters, private ones, and what has readers see an order of letters that is not
     * there (Unicode Bidirectional Algorithm, UAX #9 section 2). Joiners stay: some scripts cannot be written without.
     */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Co}\\u061C\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF]");

    private PlainText() {}

    /** One line of up to 300 characters; empty, where nothing is left to read. */
    static Optional<String> of(String text) {
        var line = UNSEEN.matcher(BLANKS.matcher(text).replaceAll(" "))
                .replaceAll("")
                .trim();
        if (line.codePointCount(0, line.length()) > LONGEST) {
            line = line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)).trim() + "…";
        }
        return Optional.of(line).filter(left -> !left.isEmpty());
    }
}

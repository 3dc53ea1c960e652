package dev.grantkeeper.vault.lookup;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a caller over HTTP would like (Prefer, RFC 7240): of that, how long it waits. What is not understood is ignored. */
final class Preferences {

    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(2);
    private static final Pattern WAIT = Pattern.compile(
            "(?:^|[,;])[ \\t]*wait[ \\t]*=[ \\t]*\"?([0-9]{1,9})\"?[ \\t]*(?=[,;]|$)", Pattern.CASE_INSENSITIVE);

    private Preferences() {}

    /** @param headers one for each line of the header */
    static Duration patience(List<String> headers) {
        return headers.stream()
                .map(WAIT::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(wait -> Duration.ofSeconds(Long.parseLong(wait.group(1))))
                .filter(wait -> wait.compareTo(LONGEST_PATIENCE) < 0)
                .orElse(LONGEST_PATIENCE);
    }
}

package dev.grantkeeper.system.provider;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.Properties;
import java.util.Set;

/**
 * How the suite is played.
 *
 * @param requireAll whether a skipped row counts as a failure
 * @param rows names of the rows to play; empty for all
 */
public record ProviderOptions(boolean requireAll, Set<String> rows) {

    private static final String REQUIRED = "providers.required";
    private static final String ROWS = "providers.rows";

    public ProviderOptions {
        rows = Set.copyOf(rows);
    }

    /**
     * Reads {@code providers.required}, {@code all} or {@code installed}, and {@code providers.rows}, names with commas
     * between.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    public static ProviderOptions of(Properties properties) {
        String required = properties.getProperty(REQUIRED, "installed").strip();
        if (!Set.of("all", "installed").contains(required)) {
            throw new IllegalArgumentException(REQUIRED + " must be all or installed, not " + required);
        }
        return new ProviderOptions(
                required.equals("all"),
                Arrays.stream(properties.getProperty(ROWS, "").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(toUnmodifiableSet()));
    }

    /** @throws IllegalArgumentException naming a row that there is not */
    void requireOnly(Set<String> known) {
        rows.stream().filter(row -> !known.contains(row)).findFirst().ifPresent(row -> {
            throw new IllegalArgumentException(ROWS + " names " + row + ", which is none of " + known);
        });
    }

    boolean plays(String row) {
        return rows.isEmpty() || rows.contains(row);
    }
}

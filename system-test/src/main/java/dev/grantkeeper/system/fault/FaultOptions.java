package dev.grantkeeper.system.fault;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.Properties;
import java.util.Set;

/**
 * How the suite is played.
 *
 * @param scale multiplies the counts
 * @param seed of every random moment; each row draws from it on its own, so that one row alone repeats what it did
 * @param rows names of the rows to play; empty for all
 */
public record FaultOptions(int scale, long seed, Set<String> rows) {

    private static final int MOST = 100;

    public FaultOptions {
        rows = Set.copyOf(rows);
        if (scale < 1 || scale > MOST) {
            throw new IllegalArgumentException("faults.scale must be 1 to " + MOST + ", not " + scale);
        }
    }

    /**
     * Reads {@code faults.scale}, {@code faults.seed} and {@code faults.rows}, names with commas between.
     *
     * @throws IllegalArgumentException naming the property that is no number
     */
    public static FaultOptions of(Properties properties, long defaultSeed) {
        return new FaultOptions(
                Math.toIntExact(number(properties, "faults.scale", 1)),
                number(properties, "faults.seed", defaultSeed),
                Arrays.stream(properties.getProperty("faults.rows", "").split(","))
                        .map(String::trim)
                        .filter(name -> !name.isEmpty())
                        .collect(toUnmodifiableSet()));
    }

    /** @throws IllegalArgumentException naming a row that there is not */
    void requireOnly(Set<String> known) {
        rows.stream().filter(row -> !known.contains(row)).findFirst().ifPresent(row -> {
            throw new IllegalArgumentException("faults.rows names " + row + ", which is none of " + known);
        });
    }

    long seedOf(Row row) {
        return seed ^ row.name().hashCode() * 0x9E3779B97F4A7C15L;
    }

    boolean plays(Row row) {
        return rows.isEmpty() || rows.contains(row.name());
    }

    private static long number(Properties properties, String name, long otherwise) {
        String value = properties.getProperty(name, "").trim();
        try {
            return value.isEmpty() ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, not " + value);
        }
    }
}

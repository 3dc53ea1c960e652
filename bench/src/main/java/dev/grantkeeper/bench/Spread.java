package dev.grantkeeper.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** How long something took, over all the times it was done. In milliseconds. */
record Spread(int count, double p50, double p99, double max) {

    static Spread ofNanos(Collection<Long> times) {
        if (times.isEmpty()) {
            return new Spread(0, Double.NaN, Double.NaN, Double.NaN);
        }
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Spread(sorted.length, at(sorted, 0.50), at(sorted, 0.99), at(sorted, 1));
    }

    /** Cells of a table: p50, p99, max. */
    String cells() {
        return String.format(Locale.ROOT, "%.0f ms | %.0f ms | %.0f ms", p50, p99, max);
    }

    /** By nearest rank. */
    private static double at(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
    }

    static double median(double... values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

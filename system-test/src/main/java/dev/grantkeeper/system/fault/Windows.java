package dev.grantkeeper.system.fault;

/**
 * How many kills fell into each window of the crash matrix. A kill that hits several renewals may fall into several.
 *
 * @param unsent before the request, or before the provider had committed
 * @param undurable the provider had committed, and the outcome was nowhere durable
 * @param sealed the outcome was in Kafka, and no vault had applied it
 * @param committed the vault had committed it less than a second before
 */
record Windows(int unsent, int undurable, int sealed, int committed) {

    static final Windows NONE = new Windows(0, 0, 0, 0);

    Windows plus(Windows other) {
        return new Windows(
                unsent + other.unsent, undurable + other.undurable, sealed + other.sealed, committed + other.committed);
    }

    /** Of all four the one with the fewest kills. */
    int fewest() {
        return Math.min(Math.min(unsent, undurable), Math.min(sealed, committed));
    }

    @Override
    public String toString() {
        return equals(NONE) ? "–" : unsent + " / " + undurable + " / " + sealed + " / " + committed;
    }
}

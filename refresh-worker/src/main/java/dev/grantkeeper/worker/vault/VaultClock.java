package dev.grantkeeper.worker.vault;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The vault's time, carried on by the monotonic clock: the wall clock of the machine may be wrong by minutes, and a token's
 * end that a provider states as a time would be with it. Never ahead of the vault's; behind by no more than an answer took.
 */
public final class VaultClock implements InstantSource {
    /** No answer of the vault is older than a call's deadline: what is further behind is another clock. */
    private static final Duration OLDEST_ANSWER = Duration.ofSeconds(30);

    private final InstantSource machine;
    private final LongSupplier nanoTime;
    private Instant told;
    private long toldAt;

    /** @param machine what holds until the vault has told its time */
    public VaultClock(InstantSource machine, LongSupplier nanoTime) {
        this.machine = machine;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Instant instant() {
        return told == null ? machine.instant() : told.plusNanos(nanoTime.getAsLong() - toldAt);
    }

    /** The vault's time as an answer had it. Of two answers that cross, the later time holds. */
    synchronized void tell(Instant time) {
        if (told == null || time.isAfter(instant()) || time.isBefore(instant().minus(OLDEST_ANSWER))) {
            told = time;
            toldAt = nanoTime.getAsLong();
        }
    }
}

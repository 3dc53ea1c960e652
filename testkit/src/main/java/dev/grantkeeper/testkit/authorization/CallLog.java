package dev.grantkeeper.testkit.authorization;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Calls as they arrived, for as long as they are wanted. */
final class CallLog {

    private static final int WAIT_SECONDS = 20;

    private final List<RecordedCall> calls = new ArrayList<>();
    private boolean off;

    synchronized void add(RecordedCall call) {
        if (!off) {
            calls.add(call);
            notifyAll();
        }
    }

    synchronized void off() {
        calls.clear();
        off = true;
    }

    synchronized List<RecordedCall> all() {
        return List.copyOf(calls);
    }

    synchronized List<RecordedCall> of(Endpoint endpoint) {
        return calls.stream().filter(call -> call.endpoint() == endpoint).toList();
    }

    /** @throws IllegalStateException if there were fewer within 20 s */
    synchronized List<RecordedCall> await(Endpoint endpoint, int count) {
        long deadline = System.nanoTime() + SECONDS.toNanos(WAIT_SECONDS);
        while (of(endpoint).size() < count) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException(
                        "%d calls to %s instead of %d".formatted(of(endpoint).size(), endpoint, count));
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return of(endpoint);
    }
}

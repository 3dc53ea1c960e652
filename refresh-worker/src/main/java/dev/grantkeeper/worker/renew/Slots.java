package dev.grantkeeper.worker.renew;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** How many renewals may be under way at once: first come, first served, until closed. */
@Singleton
final class Slots {
    private final Queue<UniEmitter<? super Slot>> waiting = new ArrayDeque<>();
    private int free;
    private int open;
    private boolean closed;

    @Inject
    Slots(RenewConfig config) {
        this(config.concurrency());
    }

    Slots(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("grantkeeper.worker.renew.concurrency must be at least 1, not " + count);
        }
        free = count;
    }

    /** Waits for a slot; for ever, once closed. */
    Uni<Slot> take() {
        return Uni.createFrom().<Slot>emitter(this::enqueue);
    }

    synchronized Optional<Slot> tryTake() {
        return free() > 0 ? Optional.of(handOut()) : Optional.empty();
    }

    synchronized int free() {
        return closed ? 0 : free;
    }

    /** How many slots were handed out and not ended yet, those that only listen included. */
    synchronized int underWay() {
        return open;
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    /** True once every slot has ended, false if that took too long. */
    synchronized boolean awaitEnd(Duration atMost) throws InterruptedException {
        var end = System.nanoTime() + atMost.toNanos();
        while (open > 0) {
            var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private void enqueue(UniEmitter<? super Slot> emitter) {
        Optional<Slot> slot;
        synchronized (this) {
            slot = tryTake();
            if (slot.isEmpty() && !closed) {
                waiting.add(emitter);
            }
        }
        slot.ifPresent(emitter::complete);
    }

    private Slot handOut() {
        free--;
        open++;
        return new Slot();
    }

    /** A place among the renewals under way. */
    final class Slot {
        private Runnable onRoom = () -> {};
        private boolean occupied = true;
        private boolean ended;

        /** Runs this once, right before the next renewal may come in. */
        void onRoom(Runnable action) {
            onRoom = action;
        }

        /** Makes room for the next renewal while this one only listens for a late answer. */
        void makeRoom() {
            UniEmitter<? super Slot> next;
            Slot slot;
            synchronized (Slots.this) {
                if (!occupied) {
                    return;
                }
                occupied = false;
                onRoom.run();
                free++;
                next = closed ? null : waiting.poll();
                slot = next == null ? null : handOut();
            }
            if (next != null) {
                next.complete(slot);
            }
        }

        void end() {
            makeRoom();
            synchronized (Slots.this) {
                if (!ended) {
                    ended = true;
                    open--;
                    Slots.this.notifyAll();
                }
            }
        }
    }
}

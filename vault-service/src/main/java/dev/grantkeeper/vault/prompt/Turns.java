package dev.grantkeeper.vault.prompt;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Work that everybody wants at the same moment is done for a few at once; the others wait without holding anything. */
final class Turns {

    private enum State {
        WAITING,
        TAKEN,
        OVER
    }

    private final class Turn {

        private final Context context = Vertx.currentContext();
        private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
        private UniEmitter<? super Void> begun;

        void await(UniEmitter<? super Void> emitter) {
            begun = emitter;
            waiting.add(this);
            next();
        }

        /** False for one that does not want any more. */
        boolean take() {
            if (!state.compareAndSet(State.WAITING, State.TAKEN)) {
                return false;
            }
            if (context == null) {
                begun.complete(null);
            } else {
                context.runOnContext(ignored -> begun.complete(null));
            }
            return true;
        }

        void end() {
            if (state.getAndSet(State.OVER) == State.TAKEN) {
                free.incrementAndGet();
                next();
            }
        }
    }

    private final Queue<Turn> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger free;

    /** @param atOnce how many have their turn together */
    Turns(int atOnce) {
        this.free = new AtomicInteger(atOnce);
    }

    /** First come, first served; on the Vert.x context of the subscriber. Whoever cancels gives the turn to the next. */
    <T> Uni<T> inTurn(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var turn = new Turn();
            return Uni.createFrom()
                    .<Void>emitter(turn::await)
                    .chain(ignored -> work.get())
                    .onTermination()
                    .invoke(turn::end);
        });
    }

    private void next() {
        while (!waiting.isEmpty() && free.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            var turn = waiting.poll();
            if (turn == null || !turn.take()) {
                free.incrementAndGet();
            }
        }
    }
}

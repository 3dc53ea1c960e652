package dev.grantkeeper.sdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The synchronous forms of calls, on the thread of whoever waits. */
final class Awaiting {

    private Awaiting() {}

    /** @throws Unavailable when interrupted, with the thread's mark set */
    static <T> T uninterrupted(CompletableFuture<T> call) {
        try {
            return call.get();
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new Unavailable("UNAVAILABLE", "The thread that asked was interrupted.", null, e);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        }
    }

    /** As seen by the thread that asked: nobody else has hold of it. */
    static RuntimeException unchecked(Throwable fault) {
        if (fault instanceof Error error) {
            throw error;
        }
        if (fault instanceof RuntimeException known) {
            known.fillInStackTrace();
            return known;
        }
        return new IllegalStateException("the call failed", fault);
    }
}

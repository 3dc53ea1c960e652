package dev.grantkeeper.system.machine;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What was started, to be ended in the opposite order: by {@link #close()}, also in the middle of a start, and when the JVM
 * ends.
 */
final class Started implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(150);
    private static final Duration ASKED_EVERY = Duration.ofMillis(50);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(10);

    private final Consumer<String> progress;
    private final ReadWriteLock starting = new ReentrantReadWriteLock();
    private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** @param progress told what is being waited for, in lines for people */
    Started(Consumer<String> progress) {
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "machine-exit"));
    }

    /** What is being started when {@link #close()} comes is waited for there, and stopped. */
    <T extends AutoCloseable> T open(Supplier<T> start) {
        starting.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("stopped while starting");
            }
            T opened = start.get();
            parts.addFirst(opened);
            return opened;
        } finally {
            starting.readLock().unlock();
        }
    }

    Node launch(Node node) {
        open(node::program).start();
        return node;
    }

    URI awaitReady(Node node) {
        return await(node.program(), node::ready);
    }

    /** @throws IllegalStateException when the program ends, or gives no answer in time */
    <T> T await(Program program, Supplier<Optional<T>> question) {
        long begun = System.nanoTime();
        long[] told = {begun};
        return Patience.await(
                START, ASKED_EVERY, "answer from " + program.name() + "; its log is " + program.log(), () -> {
                    program.requireAlive();
                    if (System.nanoTime() - told[0] > TOLD_EVERY.toNanos()) {
                        told[0] = System.nanoTime();
                        progress.accept("waiting for " + program.name() + " since "
                                + (told[0] - begun) / SECONDS.toNanos(1) + " s");
                    }
                    return question.get();
                });
    }

    /** Every process among the parts. */
    List<Program> programs() {
        return parts.stream()
                .filter(Program.class::isInstance)
                .map(Program.class::cast)
                .toList();
    }

    /** Does all of it at once. All have ended when this fails, so that what one has started can be stopped. */
    static void together(Runnable... starts) {
        try {
            CompletableFuture.allOf(List.of(starts).stream()
                            .map(start -> CompletableFuture.runAsync(
                                    start, task -> new Thread(task, "machine-start").start()))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        closed = true;
        starting.writeLock().lock();
        try {
            if (!parts.isEmpty()) {
                progress.accept("stopping everything that was started");
            }
            for (var last = parts.pollFirst(); last != null; last = parts.pollFirst()) {
                stop(last);
            }
        } finally {
            starting.writeLock().unlock();
        }
    }

    private void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            progress.accept("could not stop " + part + ": " + e.getMessage());
        }
    }
}

package dev.grantkeeper.system.machine;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.grantkeeper.testkit.EmbeddedKafka;
import dev.grantkeeper.testkit.EmbeddedPostgres18;
import dev.grantkeeper.testkit.KafkaServer;
import dev.grantkeeper.testkit.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The whole product, running: PostgreSQL and Kafka inside this JVM, and as processes the sandbox, the vaults and the
 * workers. {@link #close()} ends all that was started and nothing else, also after a start that failed, and is called
 * when the JVM ends.
 */
public final class Machine implements AutoCloseable {

    public static final String DATABASE = "grantkeeper";

    private static final Duration START = Duration.ofSeconds(150);
    private static final Duration ASKED_EVERY = Duration.ofMillis(250);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(10);
    private static final int VAULT_PORT = 8480;
    private static final int SANDBOX_PORT = 8490;

    private final Layout layout;
    private final Services services;
    private final Consumer<String> progress;
    private final Credentials credentials = Credentials.random();
    private final ReadWriteLock starting = new ReentrantReadWriteLock();
    private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
    private final List<Node> vaults = new ArrayList<>();
    private final List<Node> workers = new ArrayList<>();
    private EmbeddedPostgres18 postgres;
    private EmbeddedKafka kafka;
    private URI sandbox;
    private volatile boolean closed;

    private Machine(Layout layout, Programs programs, Consumer<String> progress) {
        this.layout = layout;
        this.progress = progress;
        this.services = new Services(programs, layout.directory(), credentials);
    }

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @param progress told what is being waited for, in lines for people
     * @throws IllegalStateException saying what did not start and why; nothing is left running
     */
    public static Machine start(Layout layout, Programs programs, Consumer<String> progress) {
        var machine = new Machine(layout, programs, progress);
        var exit = new Thread(machine::close, "machine-exit");
        Runtime.getRuntime().addShutdownHook(exit);
        try {
            machine.startAll();
            return machine;
        } catch (RuntimeException e) {
            machine.close();
            throw e;
        }
    }

    public PostgresServer postgres() {
        return postgres.server();
    }

    public KafkaServer kafka() {
        return kafka.server();
    }

    /** Where PostgreSQL keeps its files. */
    public Path postgresDirectory() {
        return postgres.directory();
    }

    /** Where Kafka keeps its files. */
    public Path kafkaDirectory() {
        return kafka.directory();
    }

    /** Where every process writes its log. */
    public Path logDirectory() {
        return services.logs();
    }

    /** The provider and the platform's token issuer. */
    public URI sandbox() {
        return sandbox;
    }

    /** The vaults' addresses; the first is the one that browsers are sent to. */
    public List<URI> vaults() {
        return vaults.stream().map(Node::address).toList();
    }

    public List<Program> workers() {
        return workers.stream().map(Node::program).toList();
    }

    /** Every process that was started. */
    public List<Program> programs() {
        return started.stream()
                .filter(Program.class::isInstance)
                .map(Program.class::cast)
                .toList();
    }

    public Credentials credentials() {
        return credentials;
    }

    /** Starts a worker that was killed, and returns when it is ready. */
    public void restart(Program worker) {
        worker.start();
        awaitReady(workers.stream()
                .filter(node -> node.program() == worker)
                .findFirst()
                .orElseThrow());
    }

    @Override
    public void close() {
        closed = true;
        starting.writeLock().lock();
        try {
            if (!started.isEmpty()) {
                progress.accept("stopping everything that was started");
            }
            for (var last = started.pollFirst(); last != null; last = started.pollFirst()) {
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

    private void startAll() {
        createDirectories();
        progress.accept("starting PostgreSQL, Kafka and the sandbox");
        var database = soon(this::startPostgres);
        var broker = soon(this::startKafka);
        var platform = soon(this::startSandbox);
        wait(CompletableFuture.allOf(database, broker, platform));
        progress.accept("starting " + count(layout.vaults(), "vault"));
        startVaults();
        progress.accept("starting " + count(layout.workers(), "worker"));
        startWorkers();
    }

    private void startVaults() {
        var publicUrl = services.address(Ports.preferably(VAULT_PORT));
        for (int i = 0; i < layout.vaults(); i++) {
            var address = i == 0 ? publicUrl : services.address(Ports.free());
            vaults.add(launch(services.vault(i + 1, address, publicUrl, postgres(), kafka(), sandbox)));
        }
        vaults.forEach(this::awaitReady);
    }

    private void startWorkers() {
        for (int i = 0; i < layout.workers(); i++) {
            workers.add(launch(services.worker(i + 1, services.address(Ports.free()), vaults(), kafka(), sandbox)));
        }
        workers.forEach(this::awaitReady);
    }

    private void createDirectories() {
        try {
            Files.createDirectories(services.logs());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + layout.directory(), e);
        }
    }

    private EmbeddedPostgres18 startPostgres() {
        postgres = opened(() -> EmbeddedPostgres18.startTemporary(0, Map.of("log_statement", "all")));
        postgres.server().createDatabase(DATABASE);
        return postgres;
    }

    private EmbeddedKafka startKafka() {
        kafka = opened(() -> EmbeddedKafka.startTemporary(0));
        return kafka;
    }

    private URI startSandbox() {
        var program = opened(() -> services.sandbox(Ports.preferably(SANDBOX_PORT)));
        program.start();
        sandbox = awaiting(program, () -> program.logged("sandbox ready on ").map(URI::create));
        return sandbox;
    }

    private Node launch(Node node) {
        opened(node::program).start();
        return node;
    }

    private void awaitReady(Node node) {
        awaiting(node.program(), node::ready);
    }

    private <T> T awaiting(Program program, Supplier<Optional<T>> question) {
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

    /** What is being started when {@link #close()} comes is waited for there, and stopped. */
    private <T extends AutoCloseable> T opened(Supplier<T> start) {
        starting.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("stopped while starting");
            }
            T opened = start.get();
            started.addFirst(opened);
            return opened;
        } finally {
            starting.readLock().unlock();
        }
    }

    private static <T> CompletableFuture<T> soon(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, task -> new Thread(task, "machine-start").start());
    }

    /** All of them have ended when this fails, so that what one has started can be stopped. */
    private static void wait(CompletableFuture<Void> all) {
        try {
            all.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}

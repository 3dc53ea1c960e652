package dev.grantkeeper.system.machine;

import dev.grantkeeper.testkit.EmbeddedKafka;
import dev.grantkeeper.testkit.EmbeddedPostgres18;
import dev.grantkeeper.testkit.KafkaServer;
import dev.grantkeeper.testkit.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The whole product, running: PostgreSQL and Kafka inside this JVM, and as processes the sandbox, the vaults and the
 * workers. {@link #close()} ends all that was started and nothing else, also after a start that failed, and is called
 * when the JVM ends.
 */
public final class Machine implements AutoCloseable {

    public static final String DATABASE = Services.DATABASE;

    private static final String WORKER = "refresh-worker";
    private static final int VAULT_PORT = 8480;
    private static final int SANDBOX_PORT = 8490;

    private final Layout layout;
    private final Services services;
    private final Consumer<String> progress;
    private final Started started;
    private final Credentials credentials = Credentials.random();
    private final List<Node> vaults = new ArrayList<>();
    private final List<Node> workers = new ArrayList<>();
    private EmbeddedPostgres18 postgres;
    private EmbeddedKafka kafka;
    private URI sandbox;

    private Machine(Layout layout, Programs programs, Consumer<String> progress) {
        this.layout = layout;
        this.progress = progress;
        this.started = new Started(progress);
        this.services = new Services(programs, ClusterPlan.of(layout), credentials);
    }

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @param progress told what is being waited for, in lines for people
     * @throws IllegalStateException saying what did not start and why; nothing is left running
     */
    public static Machine start(Layout layout, Programs programs, Consumer<String> progress) {
        var machine = new Machine(layout, programs, progress);
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

    /** Where people look after their connections. */
    public URI console() {
        return vaults.get(0).address().resolve("/console/connections");
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
        return started.programs();
    }

    public Credentials credentials() {
        return credentials;
    }

    /** Starts a worker that was killed, and returns when it is ready. */
    public void restart(Program worker) {
        worker.start();
        started.awaitReady(workers.stream()
                .filter(node -> node.program() == worker)
                .findFirst()
                .orElseThrow());
    }

    @Override
    public void close() {
        started.close();
    }

    private void startAll() {
        services.createDirectories();
        progress.accept("starting PostgreSQL, Kafka and the sandbox");
        Started.together(this::startPostgres, this::startKafka, this::startSandbox);
        var surroundings = new Surroundings(
                postgres(),
                kafka(),
                URI.create(sandbox + "/platform"),
                URI.create(sandbox + "/platform/jwks"),
                URI.create(sandbox + "/platform/oauth2/token"),
                true);
        progress.accept("starting " + count(layout.vaults(), "vault"));
        startVaults(surroundings);
        progress.accept("starting " + count(layout.workers(), "worker"));
        startWorkers(surroundings);
    }

    private void startVaults(Surroundings surroundings) {
        var publicUrl = services.address(Ports.preferably(VAULT_PORT));
        for (int i = 0; i < layout.vaults(); i++) {
            var address = i == 0 ? publicUrl : services.address(Ports.free());
            vaults.add(started.launch(services.vault(i + 1, address, publicUrl, surroundings)));
        }
        vaults.forEach(started::awaitReady);
    }

    private void startWorkers(Surroundings surroundings) {
        var worker = new Services.Client(WORKER, credentials.workerSecret());
        for (int i = 0; i < layout.workers(); i++) {
            var address = services.address(Ports.free());
            workers.add(started.launch(services.worker(i + 1, address, vaults(), worker, surroundings)));
        }
        workers.forEach(started::awaitReady);
    }

    private void startPostgres() {
        postgres = started.open(() -> EmbeddedPostgres18.startTemporary(0, Map.of("log_statement", "all")));
        postgres.server().createDatabase(Services.DATABASE);
    }

    private void startKafka() {
        kafka = started.open(() -> EmbeddedKafka.startTemporary(0));
    }

    private void startSandbox() {
        var program = started.open(() -> services.sandbox(Ports.preferably(SANDBOX_PORT)));
        program.start();
        sandbox =
                started.await(program, () -> program.logged("sandbox ready on ").map(URI::create));
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}

package dev.grantkeeper.system.machine;

import dev.grantkeeper.system.platform.MachineClock;
import dev.grantkeeper.system.platform.TokenIssuer;
import dev.grantkeeper.testkit.EmbeddedPostgres18;
import dev.grantkeeper.testkit.KafkaProcess;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The product to be broken: vaults, workers, PostgreSQL and Kafka as processes that can be killed, stopped and started
 * again; the platform's issuer and the providers inside this JVM, where they can be told what to do and asked what they
 * saw. {@link #close()} ends all that was started and nothing else, also after a start that failed, and is called when the
 * JVM ends. Data and logs are kept.
 */
public final class Cluster implements AutoCloseable {

    /** The vaults'. */
    public static final String DATABASE = Services.DATABASE;

    /** By which the vaults know the platform's issuer: tenants are named {@code platform/…}. */
    public static final String ISSUER_ALIAS = Services.ISSUER_ALIAS;

    /** The one client that the sandbox knows, and the one app it sends people back to. */
    public static final String SANDBOX_APP = Services.APP;

    private final ClusterPlan plan;
    private final Services services;
    private final Consumer<String> progress;
    private final Started started;
    private final TokenIssuer issuer;
    private final Credentials credentials = Credentials.random();
    private final List<Node> vaults = new ArrayList<>();
    private final List<Node> workers = new ArrayList<>();
    private EmbeddedPostgres18 postgres;
    private KafkaProcess kafka;

    private Cluster(ClusterPlan plan, Programs programs, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.started = new Started(progress);
        this.services = new Services(programs, plan, credentials);
        this.issuer = started.open(TokenIssuer::start);
    }

    /**
     * Starts everything but providers and returns when all of it is ready.
     *
     * @param progress told what is being waited for, in lines for people
     * @throws IllegalStateException saying what did not start and why; nothing is left running
     */
    public static Cluster start(ClusterPlan plan, Programs programs, Consumer<String> progress) {
        var cluster = new Cluster(plan, programs, progress);
        try {
            cluster.startAll();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The database {@link #DATABASE} in it is the vaults'. */
    public EmbeddedPostgres18 postgres() {
        return postgres;
    }

    public KafkaProcess kafka() {
        return kafka;
    }

    public TokenIssuer issuer() {
        return issuer;
    }

    /** The first is the one that browsers are sent to. */
    public List<Node> vaults() {
        return List.copyOf(vaults);
    }

    /** The first is worker-1 to the vaults and at the issuer, and so on. */
    public List<Node> workers() {
        return List.copyOf(workers);
    }

    /** A provider without clients, by the clock of this machine. */
    public ScriptableAuthorizationServer newProvider() {
        return started.open(() -> ScriptableAuthorizationServer.start(MachineClock.get()));
    }

    /**
     * Starts the sandbox as a provider, with {@link #SANDBOX_APP} for its client and {@link #credentials()} for its people.
     *
     * @return its address, which is its issuer
     */
    public URI startSandbox() {
        var program = started.open(() -> services.sandbox(Ports.free()));
        program.start();
        return started.await(program, () -> program.logged("sandbox ready on ").map(URI::create));
    }

    public Credentials credentials() {
        return credentials;
    }

    /** Where a provider must send the people of this app back to. */
    public String redirectUri(String app) {
        return vaults.get(0).address() + "/callback/" + Services.ISSUER_ALIAS + "/" + app;
    }

    /** Starts a service that has ended, and returns when it is ready. */
    public void restart(Node node) {
        restart(node, Map.of());
    }

    /** As {@link #restart(Node)}, with variables of {@link Program#start(Map)}. */
    public void restart(Node node, Map<String, String> overrides) {
        node.program().start(overrides);
        awaitReady(node);
    }

    /** @throws IllegalStateException when it ends, or is not ready in time */
    public void awaitReady(Node node) {
        started.awaitReady(node);
    }

    @Override
    public void close() {
        started.close();
    }

    private void startAll() {
        services.createDirectories();
        progress.accept("starting PostgreSQL and Kafka");
        Started.together(this::startPostgres, this::startKafka);
        plan();
        if (!services.areArchived()) {
            progress.accept("starting a vault and a worker once, to lay out their classes");
            rehearse();
        }
        progress.accept("starting the vaults and the workers");
        vaults.forEach(started::launch);
        vaults.forEach(started::awaitReady);
        workers.forEach(started::launch);
        workers.forEach(started::awaitReady);
    }

    private void startPostgres() {
        postgres = started.open(
                () -> EmbeddedPostgres18.startIn(plan.layout().directory().resolve("postgres"), 0, Map.of()));
        postgres.server().createDatabase(Services.DATABASE);
    }

    private void startKafka() {
        kafka = started.open(
                () -> KafkaProcess.startIn(plan.layout().directory().resolve("broker"), 0));
    }

    private void plan() {
        var surroundings = new Surroundings(
                postgres.server(), kafka.server(), issuer.issuer(), issuer.jwks(), issuer.tokenEndpoint(), false);
        var publicUrl = services.address(Ports.free());
        for (int i = 1; i <= plan.layout().vaults(); i++) {
            var address = i == 1 ? publicUrl : services.address(Ports.free());
            vaults.add(services.vault(i, address, publicUrl, surroundings));
        }
        var addresses = vaults.stream().map(Node::address).toList();
        for (int i = 1; i <= plan.layout().workers(); i++) {
            var client = new Services.Client("worker-" + i, Credentials.randomText());
            issuer.register(client.id(), client.secret());
            workers.add(services.worker(i, services.address(Ports.free()), addresses, client, surroundings));
        }
    }

    private void rehearse() {
        var rehearsing = List.of(vaults.get(0), workers.get(0));
        for (Node node : rehearsing) {
            started.open(node::program).startToArchive();
            started.awaitReady(node);
        }
        rehearsing.forEach(node -> node.program().terminate());
    }
}

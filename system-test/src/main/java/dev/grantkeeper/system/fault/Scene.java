package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.history.History;
import dev.grantkeeper.system.history.HistoryFile;
import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.ClusterPlan;
import dev.grantkeeper.system.machine.Node;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.system.machine.Programs;
import dev.grantkeeper.testkit.authorization.Rotation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Where a row is played: two vaults and two workers of its own, their PostgreSQL and their Kafka. */
final class Scene implements AutoCloseable {

    /** How long a provider with grace accepts a used refresh token. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration READY = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final Path directory;
    private final Moments moments;
    private final int scale;
    private final Consumer<String> lines;
    private final Set<Node> restarting = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Void>> restarts = new ArrayList<>();

    private Scene(Cluster cluster, Path directory, Moments moments, int scale, Consumer<String> lines) {
        this.cluster = cluster;
        this.directory = directory;
        this.moments = moments;
        this.scale = scale;
        this.lines = lines;
    }

    static Scene open(Path directory, Programs programs, Moments moments, int scale, Consumer<String> lines) {
        var cluster = Cluster.start(ClusterPlan.in(directory), programs, quiet -> {});
        return new Scene(cluster, directory, moments, scale, lines);
    }

    Cluster cluster() {
        return cluster;
    }

    /** Of this row alone: logs are in there, too. */
    Path directory() {
        return directory;
    }

    Moments moments() {
        return moments;
    }

    int scale() {
        return scale;
    }

    /** A line for people, while the row goes on. */
    void say(String line) {
        lines.accept("        " + line);
    }

    /** What the vaults' database says of renewals at this moment. */
    PostgresRenewals renewals() {
        return new PostgresRenewals(cluster.postgres().server());
    }

    /** 200 people with tokens of 10 to 30 s, whose connections are looked up all the time. */
    Cast cast(String name, Rotation rotation) {
        return cast(Company.usual(name, rotation));
    }

    /** Leaves it in the row's directory, to be looked at afterwards. */
    History kept(String client, History history) {
        HistoryFile.write(directory.resolve(client + ".jsonl"), history);
        return history;
    }

    Cast cast(Company company) {
        return Cast.of(this, company);
    }

    Node anyReadyWorker() {
        return anyReady(cluster.workers());
    }

    Node anyReadyVault() {
        return anyReady(cluster.vaults());
    }

    /** Starts what was killed; {@link #anyReadyWorker} and the like do not choose it before it is ready. */
    void restartSoon(Node node) {
        restarting.add(node);
        restarts.add(CompletableFuture.runAsync(
                () -> {
                    cluster.restart(node);
                    restarting.remove(node);
                },
                task -> new Thread(task, "restart-" + node.program().name()).start()));
    }

    void awaitRestarts() {
        restarts.forEach(CompletableFuture::join);
        restarts.clear();
    }

    /** Waits until every vault and every worker says that it is ready. */
    void awaitAll() {
        cluster.vaults().forEach(cluster::awaitReady);
        cluster.workers().forEach(cluster::awaitReady);
    }

    @Override
    public void close() {
        restarts.forEach(restart -> restart.exceptionally(failed -> null).join());
        cluster.close();
    }

    private Node anyReady(List<Node> nodes) {
        return Patience.await(READY, "program that is ready", () -> {
            var ready =
                    nodes.stream().filter(node -> !restarting.contains(node)).toList();
            return ready.isEmpty() ? Optional.empty() : Optional.of(moments.anyOf(ready));
        });
    }
}

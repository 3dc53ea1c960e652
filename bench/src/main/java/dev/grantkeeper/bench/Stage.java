package dev.grantkeeper.bench;

import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.ClusterPlan;
import dev.grantkeeper.system.machine.Layout;
import dev.grantkeeper.system.machine.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The product for one bench: two vaults, so that one can be restarted while the other is worked with, and a worker. */
final class Stage implements AutoCloseable {

    private final Cluster cluster;
    private final PostgresOpen open;

    private Stage(Cluster cluster) {
        this.cluster = cluster;
        this.open = new PostgresOpen(cluster.postgres().server(), Cluster.DATABASE);
    }

    static Stage open(Programs programs, Consumer<String> progress) {
        try {
            var parent = Files.createDirectories(programs.home().resolve(Path.of("bench", "target", "runs")));
            var layout = new Layout(Files.createTempDirectory(parent, "run-"), 2, 1);
            return new Stage(Cluster.start(ClusterPlan.of(layout), programs, progress));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Cluster cluster() {
        return cluster;
    }

    /** Apps that work with the vault which is never restarted. */
    Apps apps() {
        return new Apps(cluster.vaults().get(1).address(), cluster.issuer());
    }

    /** People at the vault which is. */
    Crowd crowd() {
        return new Crowd(cluster.vaults().get(0).address(), cluster.issuer());
    }

    /** Of the vault that people are at. */
    long pid() {
        return cluster.vaults().get(0).program().pid();
    }

    PostgresOpen promptsOpen() {
        return open;
    }

    static String tenant(String workspace) {
        return Cluster.ISSUER_ALIAS + "/" + workspace;
    }

    @Override
    public void close() {
        cluster.close();
    }
}

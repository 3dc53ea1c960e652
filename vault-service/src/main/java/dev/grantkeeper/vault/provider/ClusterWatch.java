package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.provider.Cluster.Identity;
import dev.grantkeeper.vault.provider.Clusters.Look;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Notices that the database is another one than before. Every lease asks whether the server was looked at since it started, so
 * none is given in between.
 */
@ApplicationScoped
class ClusterWatch {

    private static final Logger LOG = Logger.getLogger(ClusterWatch.class);

    private final Clusters clusters;
    private final Transactions transactions;
    private final ProviderMetrics metrics;
    private final ProviderConfig config;
    private final InstantSource clock;

    ClusterWatch(
            Clusters clusters,
            Transactions transactions,
            ProviderMetrics metrics,
            ProviderConfig config,
            InstantSource clock) {
        this.clusters = clusters;
        this.transactions = transactions;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** Before anybody is served, where the database answers that soon. */
    void begin(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent start) throws Throwable {
        VertxContextSupport.subscribeAndAwait(this::look);
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return clusters.look()
                .flatMap(this::meet)
                .invoke(cluster ->
                        metrics.cautious(cluster.cautiousUntil(clock.instant()).isPresent()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Cluster> meet(Look look) {
        if (look.remembered().knows(look.startedAt())) {
            return Uni.createFrom().item(look.remembered());
        }
        return clusters.identity()
                .flatMap(said -> transactions.inOne(() -> clusters.lock()
                        .invoke(cluster -> said.ifPresentOrElse(
                                identity -> recognize(cluster, identity), () -> trust(cluster, look.startedAt())))));
    }

    private void recognize(Cluster cluster, Identity identity) {
        if (cluster.meet(identity) && config.cautiousAfterRestore()) {
            LOG.warn("The database was restored or failed over: provider clients are called cautiously."
                    + " Where it lost nothing, end that with PUT /v1/cautious-mode.");
            cluster.beCautious(Cluster.RESTORED, clock.instant(), config.cautiousFor());
        }
    }

    private void trust(Cluster cluster, Instant startedAt) {
        LOG.warn(
                "Whether the database was restored cannot be seen. Grant the vault's role EXECUTE on pg_control_system(),"
                        + " pg_walfile_name(pg_lsn) and pg_current_wal_lsn(); until then begin cautious mode after a restore, with"
                        + " PUT /v1/cautious-mode.");
        cluster.meetStranger(startedAt);
    }
}

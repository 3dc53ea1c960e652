package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.access.Operator;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * After a restore the database holds refresh tokens that were replaced since, and to present one can end the grant that the
 * newer one belongs to. Until it is known to be well, every client is called slowly, and rejections count as failures.
 */
@ApplicationScoped
class CautiousMode {

    /** @param reason restored, or operator */
    record View(boolean active, Optional<Instant> since, Optional<Instant> until, Optional<String> reason) {}

    private final Clusters clusters;
    private final Clients clients;
    private final Transactions transactions;
    private final Audit audit;
    private final ProviderConfig config;
    private final InstantSource clock;

    CautiousMode(
            Clusters clusters,
            Clients clients,
            Transactions transactions,
            Audit audit,
            ProviderConfig config,
            InstantSource clock) {
        this.clusters = clusters;
        this.clients = clients;
        this.transactions = transactions;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    Uni<View> look(Operator operator) {
        requireAll(operator);
        return clusters.look().map(look -> view(look.remembered()));
    }

    /** To begin what has begun, or to end what has ended, changes nothing. */
    Uni<View> set(Operator operator, boolean active) {
        requireAll(operator);
        return transactions
                .inOne(() -> clusters.lock()
                        .call(cluster -> isOn(cluster) == active
                                ? Uni.createFrom().voidItem()
                                : (active ? begin(cluster) : end(cluster))
                                        .chain(() -> audit.append(entry(operator, active)))))
                .map(this::view);
    }

    private Uni<Void> begin(Cluster cluster) {
        cluster.beCautious(Cluster.OPERATOR, clock.instant(), config.cautiousFor());
        return Uni.createFrom().voidItem();
    }

    /** Breakers that would rest until it ended by itself need not. */
    private Uni<Void> end(Cluster cluster) {
        cluster.beTrusting();
        return clients.probe(clock.instant());
    }

    private boolean isOn(Cluster cluster) {
        return cluster.cautiousUntil(clock.instant()).isPresent();
    }

    private View view(Cluster cluster) {
        return isOn(cluster)
                ? new View(
                        true, cluster.cautiousSince(), cluster.cautiousUntil(clock.instant()), cluster.cautiousReason())
                : new View(false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** It concerns everybody whose connections are in the database. */
    private static void requireAll(Operator operator) {
        if (!operator.everyIssuer()) {
            throw Failure.forbidden("Cautious mode is for operators of every issuer: set"
                    + " grantkeeper.access.issuers." + operator.issuer() + ".operates-for-all.");
        }
    }

    private static AuditEntry entry(Operator operator, boolean active) {
        return new AuditEntry(
                active ? AuditAction.CAUTIOUS_MODE_BEGUN : AuditAction.CAUTIOUS_MODE_ENDED,
                operator.issuer(),
                "operator",
                operator.name(),
                null,
                null,
                null,
                null);
    }
}

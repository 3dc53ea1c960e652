package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.access.Operator;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What operators see and change of provider clients. To them, a client of an issuer they do not operate does not exist. */
@ApplicationScoped
class Operating {

    private final Clients clients;
    private final Clusters clusters;
    private final Transactions transactions;
    private final Audit audit;
    private final ProviderMetrics metrics;
    private final ProviderConfig config;
    private final InstantSource clock;

    Operating(
            Clients clients,
            Clusters clusters,
            Transactions transactions,
            Audit audit,
            ProviderMetrics metrics,
            ProviderConfig config,
            InstantSource clock) {
        this.clients = clients;
        this.clusters = clusters;
        this.transactions = transactions;
        this.audit = audit;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    Uni<List<ProviderClientView>> page(Operator operator, Optional<UUID> after, int limit) {
        var issuer = Optional.of(operator.issuer()).filter(own -> !operator.everyIssuer());
        return clients.page(issuer, after, limit).flatMap(this::views);
    }

    Uni<ProviderClientView> find(Operator operator, UUID id) {
        return clients.find(id).map(found -> visible(operator, found)).flatMap(this::view);
    }

    Uni<ProviderClientView> limit(Operator operator, UUID id, Limits limits) {
        return change(
                operator, id, AuditAction.PROVIDER_LIMITS_CHANGED, limits.words(), client -> client.limit(limits));
    }

    /** Whatever holds the client back is over. */
    Uni<ProviderClientView> resume(Operator operator, UUID id) {
        return change(operator, id, AuditAction.PROVIDER_RESUMED, null, client -> {
            if (client.breaker().isOpen()) {
                metrics.breakerClosed();
            }
            client.resume(clock.instant());
        });
    }

    private Uni<ProviderClientView> change(
            Operator operator, UUID id, AuditAction action, String detail, Consumer<ClientState> change) {
        return transactions
                .inOne(() -> clients.lock(id)
                        .map(found -> visible(operator, found))
                        .invoke(change)
                        .call(client -> audit.append(new AuditEntry(
                                action,
                                client.issuer(),
                                "operator",
                                operator.name(),
                                client.app(),
                                null,
                                null,
                                detail))))
                .flatMap(this::view);
    }

    private static ClientState visible(Operator operator, Optional<ClientState> found) {
        return found.filter(client -> operator.mayOperate(client.issuer()))
                .orElseThrow(() -> Failure.notFound("provider client"));
    }

    private Uni<ProviderClientView> view(ClientState client) {
        return views(List.of(client)).map(views -> views.get(0));
    }

    private Uni<List<ProviderClientView>> views(List<ClientState> shown) {
        var now = clock.instant();
        return clusters.look()
                .map(look -> look.remembered().cautiousUntil(now).isPresent())
                .flatMap(cautious -> clients.running(
                                shown.stream().map(ClientState::id).toList(), now)
                        .map(running -> shown.stream()
                                .map(client -> ProviderClientView.of(
                                        client,
                                        Terms.of(client.limits(), client.pacedFrom(), cautious, config, now),
                                        running.getOrDefault(client.id(), 0),
                                        now))
                                .toList()));
    }
}

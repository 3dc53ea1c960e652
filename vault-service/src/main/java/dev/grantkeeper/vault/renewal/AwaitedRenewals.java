package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.renewal.Urgency.Standing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Waits by looking: one look at a time for each connection, however many wait for it, and no matter whether Kafka works. */
@ApplicationScoped
class AwaitedRenewals implements UrgentRenewals {

    private static final Logger LOG = Logger.getLogger(AwaitedRenewals.class);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Urgency urgency;
    private final Announcements announcements;
    private final Duration poll;
    private final ConcurrentHashMap<ConnectionId, Multi<Standing>> watched = new ConcurrentHashMap<>();

    AwaitedRenewals(Urgency urgency, Announcements announcements, RenewalConfig config) {
        this.urgency = urgency;
        this.announcements = announcements;
        this.poll = config.poll();
    }

    @Override
    public Uni<Ended> renew(ConnectionId id, long generation, Duration atMost) {
        var context = Vertx.currentContext();
        var marked = urgency.mark(id, generation).invoke(due -> due.ifPresent(announcements::publishSoon));
        var ended = (atMost.isZero() ? marked.replaceWith(Ended.PENDING) : await(marked, id, generation, atMost))
                .onFailure(fault -> !(fault instanceof Failure))
                .recoverWithItem(fault -> {
                    LOG.warnf(
                            "connection %s: its renewal cannot be awaited: %s",
                            id, fault.getClass().getName());
                    return Ended.PENDING;
                });
        return context == null ? ended : ended.emitOn(MutinyHelper.executor(context));
    }

    private Uni<Ended> await(Uni<?> marked, ConnectionId id, long generation, Duration atMost) {
        return marked.chain(() -> await(id, generation))
                .ifNoItem()
                .after(atMost.compareTo(LONGEST) < 0 ? atMost : LONGEST)
                .recoverWithItem(Ended.PENDING);
    }

    private Uni<Ended> await(ConnectionId id, long generation) {
        return watch(id)
                .map(standing -> ended(standing, generation))
                .filter(Optional::isPresent)
                .toUni()
                .map(Optional::get);
    }

    private static Optional<Ended> ended(Standing standing, long generation) {
        if (standing.generation() > generation) {
            return Optional.of(Ended.RENEWED);
        }
        if (standing.status() != ConnectionStatus.CONNECTED || !standing.renewable()) {
            return Optional.of(Ended.CHANGED);
        }
        return standing.refused() ? Optional.of(Ended.MISCONFIGURED) : Optional.empty();
    }

    private Multi<Standing> watch(ConnectionId id) {
        return watched.computeIfAbsent(id, any -> Multi.createBy()
                .repeating()
                .uni(() -> urgency.look(id))
                .withDelay(poll)
                .indefinitely()
                .onTermination()
                .invoke(() -> watched.remove(id))
                .broadcast()
                .withCancellationAfterLastSubscriberDeparture()
                .toAllSubscribers());
    }
}

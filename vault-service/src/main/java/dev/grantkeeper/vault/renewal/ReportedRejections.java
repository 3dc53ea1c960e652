package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.access.Execution;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionStatus;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.connection.RenewalState;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Renews what can be renewed and asks a person for what cannot; callers who complain often are slowed down. */
@ApplicationScoped
class ReportedRejections implements Rejections {

    private static final int AN_HOUR = 10;
    private static final int A_MINUTE = 1;

    private final Connections connections;
    private final ConnectionChanges changes;
    private final Attempts attempts;
    private final Announcements announcements;
    private final Transactions transactions;
    private final Audit audit;
    private final InstantSource clock;

    ReportedRejections(
            Connections connections,
            ConnectionChanges changes,
            Attempts attempts,
            Announcements announcements,
            Transactions transactions,
            Audit audit,
            InstantSource clock) {
        this.connections = connections;
        this.changes = changes;
        this.attempts = attempts;
        this.announcements = announcements;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What to tell the caller, and the workers.
     *
     * @param forced empty when nothing new is to be renewed
     */
    private record Judged(Answer answer, Optional<Due> forced) {}

    @Override
    public Uni<Answer> report(Execution execution, ConnectionId id, long generation) {
        return connections
                .find(id)
                .invoke(found -> entitled(execution, found))
                .chain(() -> transactions.inOne(() -> connections.lock(id).flatMap(found -> {
                    var connection = entitled(execution, found);
                    return audit.append(entry(execution, connection, generation))
                            .chain(() -> judge(connection, generation));
                })))
                .invoke(judged -> judged.forced.ifPresent(announcements::publishSoon))
                .map(Judged::answer);
    }

    private static Connection entitled(Execution execution, Optional<Connection> found) {
        return found.filter(held -> maySee(execution, held)).orElseThrow(() -> Failure.notFound("connection"));
    }

    private static boolean maySee(Execution execution, Connection connection) {
        var key = connection.key();
        return key.tenant().equals(execution.tenant())
                && key.app().equals(execution.app())
                && (key.owner().equals(Owner.workspace(execution.tenant()))
                        || execution
                                .user()
                                .map(Owner::user)
                                .filter(key.owner()::equals)
                                .isPresent());
    }

    private Uni<Judged> judge(Connection connection, long generation) {
        if (generation > connection.generation()) {
            throw Failure.invalid("generation", "must be the one the lookup returned");
        }
        if (generation < connection.generation()) {
            return answer(connection, Action.NEWER_VALUE);
        }
        if (connection.status() != ConnectionStatus.CONNECTED) {
            return answer(connection, Action.PROMPTED);
        }
        return connection.refreshToken().lives(clock.instant()) ? force(connection) : prompt(connection);
    }

    private Uni<Judged> force(Connection connection) {
        var generation = connection.generation();
        if (connection
                .renewal()
                .forcedGeneration()
                .filter(forced -> forced == generation)
                .isPresent()) {
            return answer(connection, Action.RENEWING);
        }
        return isAllowed(connection.id()).flatMap(allowed -> {
            if (!allowed) {
                return answer(connection, Action.LIMITED);
            }
            connection.renewal().forced(generation);
            connection.renewal().hasten(RenewalState.Urgency.FORCED, clock.instant());
            var told = new Answer(generation, Action.RENEWING);
            return Uni.createFrom().item(new Judged(told, Optional.of(Due.of(connection))));
        });
    }

    private Uni<Boolean> isAllowed(ConnectionId id) {
        var now = clock.instant();
        return attempts.forcedSince(id, now.minus(Duration.ofMinutes(1)))
                .flatMap(lately -> lately >= A_MINUTE
                        ? Uni.createFrom().item(false)
                        : attempts.forcedSince(id, now.minus(Duration.ofHours(1)))
                                .map(lastHour -> lastHour < AN_HOUR));
    }

    private Uni<Judged> prompt(Connection connection) {
        var generation = connection.generation();
        if (connection
                .renewal()
                .rejectedGeneration()
                .filter(rejected -> rejected == generation)
                .isPresent()) {
            return answer(connection, Action.PROMPTED);
        }
        connection.renewal().rejected(generation);
        return changes.tell(connection, Change.warned(AuthRequiredReason.REJECTED_BY_SERVICE))
                .chain(() -> answer(connection, Action.PROMPTED));
    }

    private static Uni<Judged> answer(Connection connection, Action action) {
        return Uni.createFrom().item(new Judged(new Answer(connection.generation(), action), Optional.empty()));
    }

    private static AuditEntry entry(Execution execution, Connection connection, long generation) {
        var key = connection.key();
        return new AuditEntry(
                AuditAction.VALUE_REPORTED_REJECTED,
                key.tenant().toString(),
                "execution",
                execution.user().orElse("-"),
                key.app(),
                connection.id().value(),
                generation,
                key.owner().kind().word());
    }
}

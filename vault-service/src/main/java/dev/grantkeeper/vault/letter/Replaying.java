package dev.grantkeeper.vault.letter;

import dev.grantkeeper.vault.access.Operator;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Dead letters for operators: of their own issuer's connections, or all where they operate for all. */
@ApplicationScoped
class Replaying {

    /**
     * A page of letters.
     *
     * @param next where the page after begins; empty at the end
     */
    record Page(List<DeadLetter> letters, Optional<Place> next) {}

    private final DeadLetters deadLetters;
    private final Connections connections;
    private final Audit audit;

    Replaying(DeadLetters deadLetters, Connections connections, Audit audit) {
        this.deadLetters = deadLetters;
        this.connections = connections;
        this.audit = audit;
    }

    /** Looks at {@code limit} letters, those included that the operator may not see. */
    Uni<Page> after(Operator operator, Optional<Place> place, int limit) {
        // One more than asked for tells whether there is a next page.
        return blocking(() -> deadLetters.after(place, limit + 1)).flatMap(found -> {
            var looked = found.stream().limit(limit).toList();
            var next = found.size() > limit ? Optional.of(looked.get(limit - 1).place()) : Optional.<Place>empty();
            return Multi.createFrom()
                    .iterable(looked)
                    .select()
                    .when(letter -> isFor(operator, letter))
                    .collect()
                    .asList()
                    .map(seen -> new Page(seen, next));
        });
    }

    /**
     * Publishes the letter where it came from. Consumers take a message that they know for what it is, so that doing it again
     * does no harm.
     *
     * <p>Fails with NOT_FOUND for a letter that is not there or not the operator's.
     */
    Uni<Void> replay(Operator operator, Place place) {
        return blocking(() -> deadLetters.at(place))
                .map(found -> found.orElseThrow(Replaying::none))
                .call(letter -> isFor(operator, letter).invoke(may -> {
                    if (!may) {
                        throw none();
                    }
                }))
                .call(letter -> audit.commit(entry(operator, letter)))
                .chain(() -> blocking(() -> deadLetters.replay(place)))
                .invoke(replayed -> {
                    if (!replayed) {
                        throw none();
                    }
                })
                .replaceWithVoid();
    }

    /** What has no connection belongs to nobody's issuer. */
    private Uni<Boolean> isFor(Operator operator, DeadLetter letter) {
        if (operator.everyIssuer()) {
            return Uni.createFrom().item(true);
        }
        return letter.connection()
                .map(connections::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found -> found.filter(connection ->
                                operator.mayOperate(connection.key().tenant().issuer()))
                        .isPresent());
    }

    private static Failure none() {
        return Failure.notFound("dead letter");
    }

    private static AuditEntry entry(Operator operator, DeadLetter letter) {
        return new AuditEntry(
                AuditAction.DEAD_LETTER_REPLAYED,
                operator.issuer(),
                "operator",
                operator.name(),
                null,
                letter.connection().map(ConnectionId::value).orElse(null),
                null,
                letter.place().toString());
    }

    private static <T> Uni<T> blocking(Supplier<T> work) {
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(MutinyHelper.executor(Vertx.currentContext()));
    }
}

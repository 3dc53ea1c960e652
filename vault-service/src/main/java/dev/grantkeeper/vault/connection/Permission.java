package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Has the app asked before a person connects or disconnects. Nothing is locked meanwhile, so that what was allowed may have been
 * overtaken when it is done: then the app is asked again, about what there is now.
 */
@ApplicationScoped
class Permission {

    private static final int ROUNDS = 2;

    /**
     * @param standing that the proposal was made from
     * @param proposal none, where nothing would change
     */
    record Proposed(Standing standing, Optional<Proposal> proposal) {}

    private final Handlers handlers;

    Permission(Handlers handlers) {
        this.handlers = handlers;
    }

    /**
     * Fails as the change does, and as {@link Handler#ask}: then the change was not begun.
     *
     * @param change is given what it must make sure of under its lock; nothing, where nobody wants to be asked
     */
    <T> Uni<T> toChange(
            ConnectionKey key,
            Proposal.Kind kind,
            Supplier<Uni<Proposed>> proposing,
            Function<Optional<Standing>, Uni<T>> change) {
        return handlers.find(key, kind).flatMap(found -> found.map(handler -> asked(handler, proposing, change, ROUNDS))
                .orElseGet(() -> change.apply(Optional.empty())));
    }

    private static <T> Uni<T> asked(
            Handler handler,
            Supplier<Uni<Proposed>> proposing,
            Function<Optional<Standing>, Uni<T>> change,
            int rounds) {
        return proposing
                .get()
                .call(proposed -> proposed.proposal.map(handler::ask).orElseGet(() -> Uni.createFrom()
                        .voidItem()))
                .flatMap(proposed -> change.apply(Optional.of(proposed.standing)))
                .onFailure(Standing.Overtaken.class)
                .recoverWithUni(() -> rounds > 1
                        ? asked(handler, proposing, change, rounds - 1)
                        : Uni.createFrom().failure(unsettled()));
    }

    private static Failure unsettled() {
        return Failure.hookFailed("The connection changed while the app was asked. Try again.");
    }
}

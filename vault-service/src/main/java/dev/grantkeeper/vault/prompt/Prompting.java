package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.ChangeObserver;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.connection.Workspaces;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Opens prompts when a person is needed and resolves them when not any more. The lock on the connection keeps the two in
 * order, so that no prompt outlives its reason.
 */
@ApplicationScoped
class Prompting implements Prompts, ChangeObserver {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** What only a person can put right: a renewal brings neither new scopes nor a grant under new settings. */
    private static final Set<AuthRequiredReason> SURVIVING_RENEWALS =
            EnumSet.of(AuthRequiredReason.SCOPES_MISSING, AuthRequiredReason.SETTINGS_CHANGED);

    private final StoredPrompts prompts;
    private final PromptEvents events;
    private final PromptNews news;
    private final HidingPrompts hiding;
    private final NewestSettings settings;
    private final Workspaces workspaces;
    private final Connections connections;
    private final Transactions transactions;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    Prompting(
            StoredPrompts prompts,
            PromptEvents events,
            PromptNews news,
            HidingPrompts hiding,
            NewestSettings settings,
            Workspaces workspaces,
            Connections connections,
            Transactions transactions,
            MeterRegistry metrics,
            InstantSource clock) {
        this.prompts = prompts;
        this.events = events;
        this.news = news;
        this.hiding = hiding;
        this.settings = settings;
        this.workspaces = workspaces;
        this.connections = connections;
        this.transactions = transactions;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Uni<Prompt> open(ConnectionKey key, AuthRequiredReason reason) {
        return open(key, reason, List.of());
    }

    private Uni<Prompt> open(ConnectionKey key, AuthRequiredReason reason, List<String> scopes) {
        return prompts.open(key)
                .flatMap(found -> found.map(open -> widen(open, scopes)).orElseGet(() -> add(key, reason, scopes)));
    }

    @Override
    public Uni<Prompt> open(ConnectionKey key, long generation, AuthRequiredReason reason, List<String> scopes) {
        return prompts.open(key)
                .flatMap(found -> found.filter(open -> open.scopes().containsAll(scopes))
                        .map(open -> Uni.createFrom().item(open))
                        .orElseGet(() -> transactions.inOne(() -> workspaces
                                .enter(key.tenant())
                                .chain(() -> connections.lockOrNew(key))
                                .flatMap(connection -> {
                                    if (connection.generation() != generation) {
                                        throw Failure.renewing(LOOK_AGAIN);
                                    }
                                    return open(key, reason, scopes);
                                }))))
                .call(hiding::showAnew);
    }

    private Uni<Prompt> widen(Prompt open, List<String> scopes) {
        return Uni.createFrom().deferred(() -> {
            if (open.scopes().containsAll(scopes)) {
                return Uni.createFrom().item(open);
            }
            var wider = open.wanting(scopes);
            return prompts.widen(wider).replaceWith(wider);
        });
    }

    private Uni<Prompt> add(ConnectionKey key, AuthRequiredReason reason, List<String> scopes) {
        return Uni.createFrom().deferred(() -> {
            var prompt = new Prompt(
                    UUID.randomUUID(),
                    key,
                    reason,
                    clock.instant(),
                    scopes,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            return prompts.add(prompt)
                    .chain(() -> news.tell(prompt, List.of()))
                    .invoke(() -> metrics.counter("grantkeeper.prompts.opened", "reason", reason.word())
                            .increment())
                    .replaceWith(prompt);
        });
    }

    @Override
    public Uni<Void> changed(Connection connection, Change change) {
        return switch (change.kind()) {
            case CONNECTED ->
                resolve(connection.key(), Set.of(), change.by())
                        .chain(() -> settings.askNewcomerAnew(connection))
                        .flatMap(anew -> settingsJudged(connection, anew));
            case DISCONNECTED -> resolve(connection.key(), Set.of(), change.by());
            case RENEWED -> renewed(connection);
            case FAILED, WARNED ->
                open(connection.key(), change.reason().orElseThrow()).replaceWithVoid();
        };
    }

    /** While another prompt was open, or the connection was dead, the settings may have changed and nobody been told. */
    private Uni<Void> renewed(Connection connection) {
        return prompts.open(connection.key())
                .flatMap(open -> open.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : resolve(connection.key(), survivors(connection), Optional.empty())
                                .chain(() -> settings.askAnew(connection))
                                .flatMap(anew -> settingsJudged(connection, anew)));
    }

    /**
     * In the transaction that holds the lock on the connection, which is connected.
     *
     * @param anew whether the newest settings want its grant given anew
     */
    Uni<Void> settingsJudged(Connection connection, boolean anew) {
        return anew
                ? open(connection.key(), AuthRequiredReason.SETTINGS_CHANGED).replaceWithVoid()
                : resolve(
                        connection.key(),
                        EnumSet.complementOf(EnumSet.of(AuthRequiredReason.SETTINGS_CHANGED)),
                        Optional.empty());
    }

    private static Set<AuthRequiredReason> survivors(Connection connection) {
        var survivors = EnumSet.copyOf(SURVIVING_RENEWALS);
        if (connection.refreshToken().isWarned()) {
            survivors.add(AuthRequiredReason.EXPIRES_SOON);
        }
        return survivors;
    }

    /**
     * Resolves this prompt whatever its reason; in the transaction that holds the lock on the connection.
     *
     * @return whether it was open
     */
    Uni<Boolean> close(Prompt prompt, String by) {
        return prompts.open(prompt.key())
                .flatMap(found ->
                        found.map(Prompt::id).filter(prompt.id()::equals).isPresent()
                                ? resolve(prompt.key(), Set.of(), Optional.of(by))
                                        .replaceWith(true)
                                : Uni.createFrom().item(false));
    }

    private Uni<Void> resolve(ConnectionKey key, Set<AuthRequiredReason> unless, Optional<String> by) {
        return prompts.open(key).flatMap(found -> found.filter(open -> !unless.contains(open.reason()))
                .map(open -> {
                    var resolved = open.resolved(clock.instant(), by);
                    return prompts.resolve(resolved)
                            .chain(() -> news.tell(resolved, List.of()))
                            .replaceWithVoid();
                })
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    @Override
    public Uni<Optional<Prompt>> find(UUID id) {
        return prompts.find(id);
    }

    @Override
    public URI connectUrl(Prompt prompt) {
        return events.connectUrl(prompt);
    }
}

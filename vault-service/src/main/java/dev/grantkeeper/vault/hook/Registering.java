package dev.grantkeeper.vault.hook;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.UrlSyntax;
import dev.grantkeeper.vault.access.Developer;
import dev.grantkeeper.vault.audit.Audit;
import dev.grantkeeper.vault.audit.AuditAction;
import dev.grantkeeper.vault.audit.AuditEntry;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.event.Transactions;
import dev.grantkeeper.vault.key.SigningSecret;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A developer says which handlers of the app are to be asked. */
@ApplicationScoped
class Registering {

    /** How long a secret signs beside the one that takes its place: time enough to bring a handler the new one. */
    static final Duration OVERLAP = Duration.ofHours(24);

    /** All of them sign every call. */
    private static final int MOST_SECRETS = 8;

    /**
     * @param secret shown to the developer now, and never again; none where the one before stays
     */
    record Registered(Hook hook, Optional<SigningSecret> secret) {}

    private final Hooks hooks;
    private final Values values;
    private final Transactions transactions;
    private final Audit audit;
    private final UrlPolicy urls;
    private final HookLimits limits;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Registering(
            Hooks hooks,
            Values values,
            Transactions transactions,
            Audit audit,
            UrlPolicy urls,
            HookLimits limits,
            InstantSource clock) {
        this.hooks = hooks;
        this.values = values;
        this.transactions = transactions;
        this.audit = audit;
        this.urls = urls;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Registers a handler, or has another URL called; the secret stays then. The same again changes nothing.
     *
     * <p>Fails with INVALID naming the field that has to be changed.
     */
    Uni<Registered> register(Developer developer, HookEvent event, String url, Optional<Integer> timeoutSeconds) {
        var address = address(url);
        var timeout = timeoutSeconds.map(Registering::stated).orElseGet(limits::timeout);
        var secret = SigningSecret.generate(random);
        return values.sealer(Hook.scope(developer.issuer(), developer.app()))
                .flatMap(sealer -> transactions.inOne(() -> {
                    var unsealed = new Hook(
                            UUID.randomUUID(),
                            developer.issuer(),
                            developer.app(),
                            event,
                            address,
                            timeout,
                            clock.instant(),
                            List.of());
                    var sealed = sealer.seal(unsealed.context(1), secret.bytes());
                    var fresh = unsealed.signing(
                            List.of(new Hook.SealedSecret(1, sealed, unsealed.createdAt(), Optional.empty())));
                    return hooks.add(fresh)
                            .flatMap(added -> added
                                    ? told(developer, event, AuditAction.HOOK_CHANGED)
                                            .replaceWith(new Registered(fresh, Optional.of(secret)))
                                    : change(developer, event, address, timeout));
                }));
    }

    private Uni<Registered> change(Developer developer, HookEvent event, URI url, Duration timeout) {
        return lock(developer, event).flatMap(held -> {
            if (held.url().equals(url) && held.timeout().equals(timeout)) {
                return Uni.createFrom().item(new Registered(held, Optional.empty()));
            }
            var changed = held.at(url, timeout);
            return hooks.update(changed)
                    .chain(() -> told(developer, event, AuditAction.HOOK_CHANGED))
                    .replaceWith(new Registered(changed, Optional.empty()));
        });
    }

    /**
     * Calls are signed with a new secret from now on, and with those before it for {@link #OVERLAP} more. None of them ends sooner
     * because of it: where the answer gets lost and it is done once more, the handler's own still signs.
     *
     * <p>Fails with NOT_FOUND where there is no hook, CONFLICT where too many secrets sign already.
     */
    Uni<Registered> rotate(Developer developer, HookEvent event) {
        var secret = SigningSecret.generate(random);
        return values.sealer(Hook.scope(developer.issuer(), developer.app()))
                .flatMap(sealer ->
                        transactions.inOne(() -> lock(developer, event).flatMap(held -> {
                            if (held.secrets().size() >= MOST_SECRETS) {
                                throw Failure.conflict("This secret was rotated " + (MOST_SECRETS - 1)
                                        + " times within a day; wait until the first of them has ended.");
                            }
                            var version = held.secrets().get(0).version() + 1;
                            var now = clock.instant();
                            var sealed = sealer.seal(held.context(version), secret.bytes());
                            var newest = new Hook.SealedSecret(version, sealed, now, Optional.empty());
                            return hooks.rotate(held, newest, now.plus(OVERLAP))
                                    .chain(() -> told(developer, event, AuditAction.HOOK_SECRET_ROTATED))
                                    .replaceWith(new Registered(
                                            held.followedBy(newest, now.plus(OVERLAP)), Optional.of(secret)));
                        })));
    }

    /** Nobody is asked any more, and the secrets are gone. Deleting what is not there does nothing. */
    Uni<Void> delete(Developer developer, HookEvent event) {
        return transactions.inOne(() -> hooks.delete(developer.issuer(), developer.app(), event)
                .flatMap(deleted -> deleted
                        ? told(developer, event, AuditAction.HOOK_DELETED)
                        : Uni.createFrom().voidItem()));
    }

    private Uni<Hook> lock(Developer developer, HookEvent event) {
        return hooks.lock(developer.issuer(), developer.app(), event)
                .map(found -> found.orElseThrow(() -> Failure.notFound("hook")));
    }

    private URI address(String url) {
        try {
            return UrlSyntax.parse("url", Optional.ofNullable(url).orElse(""), urls);
        } catch (InvalidSettings refused) {
            throw Failure.invalid(refused.field(), refused.getMessage());
        }
    }

    private static Duration stated(int seconds) {
        if (seconds < 1 || seconds > Hook.LONGEST.toSeconds()) {
            throw Failure.invalid("timeout_seconds", "must be 1 to " + Hook.LONGEST.toSeconds());
        }
        return Duration.ofSeconds(seconds);
    }

    private Uni<Void> told(Developer developer, HookEvent event, AuditAction action) {
        return audit.append(new AuditEntry(
                action,
                developer.issuer(),
                "developer",
                developer.subject(),
                developer.app(),
                null,
                null,
                event.word()));
    }
}

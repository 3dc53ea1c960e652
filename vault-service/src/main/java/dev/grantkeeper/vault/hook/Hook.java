package dev.grantkeeper.vault.hook;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.SealingContext;
import dev.grantkeeper.vault.key.Scope;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A handler that an app's developer registered.
 *
 * @param issuer alias of the issuer whose app it is
 * @param timeout from the call to the end of its answer
 * @param secrets those that sign, the newest first
 */
record Hook(
        UUID id,
        String issuer,
        String app,
        HookEvent event,
        URI url,
        Duration timeout,
        Instant createdAt,
        List<SealedSecret> secrets) {

    static final Duration LONGEST = Duration.ofSeconds(10);

    /**
     * @param version 1, and one more with every rotation
     * @param endsAt until when it signs beside the newest, which has no end
     */
    record SealedSecret(long version, byte[] envelope, Instant createdAt, Optional<Instant> endsAt) {}

    static Scope scope(String issuer, String app) {
        return Scope.app(issuer, app);
    }

    Scope scope() {
        return scope(issuer, app);
    }

    SealingContext context(long version) {
        return new SealingContext(SealedKind.HOOK_SECRET, scope().id(), app, id.toString(), "", "", version);
    }

    /** The same with what its developer says now. */
    Hook at(URI newUrl, Duration newTimeout) {
        return new Hook(id, issuer, app, event, newUrl, newTimeout, createdAt, secrets);
    }

    Hook signing(List<SealedSecret> signing) {
        return new Hook(id, issuer, app, event, url, timeout, createdAt, signing);
    }

    /** The same, signing with another secret, and for a while with the newest until now. */
    Hook followedBy(SealedSecret newest, Instant formerEndsAt) {
        var all = new ArrayList<SealedSecret>();
        all.add(newest);
        secrets.forEach(secret -> all.add(new SealedSecret(
                secret.version, secret.envelope, secret.createdAt, secret.endsAt.or(() -> Optional.of(formerEndsAt)))));
        return signing(all);
    }
}

package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.ScopeKey;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.VertxContextSupport;
import java.util.Optional;

/** Gives a scope of the vault under test another version of its key, as a rotation does. */
public final class NextVersion {

    private NextVersion() {}

    public static void of(Scope scope) throws Throwable {
        var keys = Arc.container().instance(CachedScopeKeys.class).get();
        var rootKey = Arc.container().instance(RootKey.class).get();
        var stored = Arc.container().instance(StoredScopeKeys.class).get();
        VertxContextSupport.subscribeAndAwait(() -> keys.current(scope).flatMap(key -> {
            var next = ScopeKey.generate(key.version() + 1);
            return rootKey.wrap(KeyRings.context(scope, next.version()), next.key())
                    .flatMap(wrapped -> stored.add(
                            scope, new StoredScopeKeys.Version(next.ref(), rootKey.id(), Optional.of(wrapped))))
                    .flatMap(done -> keys.look());
        }));
    }
}

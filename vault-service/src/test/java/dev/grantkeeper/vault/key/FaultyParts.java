package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.Secret;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The real root key and the real database, which a test can take away or hold up. */
final class FaultyParts {

    volatile boolean rootKeyAway;
    volatile boolean databaseAway;

    /** When the database answers what is read from it: at once, unless a test says otherwise. */
    volatile CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);

    final AtomicInteger reads = new AtomicInteger();

    RootKey around(RootKey real) {
        return new RootKey() {
            @Override
            public String id() {
                return real.id();
            }

            @Override
            public Uni<byte[]> wrap(byte[] context, Secret key) {
                return unless(rootKeyAway, real.wrap(context, key));
            }

            @Override
            public Uni<Secret> unwrap(byte[] context, byte[] wrapped) {
                return unless(rootKeyAway, real.unwrap(context, wrapped));
            }
        };
    }

    StoredScopeKeys around(StoredScopeKeys real) {
        return new StoredScopeKeys() {
            @Override
            public Uni<List<Version>> versions(Scope scope) {
                return Uni.createFrom()
                        .completionStage(() -> answers.copy())
                        .flatMap(now -> unless(databaseAway, real.versions(scope)))
                        .onSubscription()
                        .invoke(reads::incrementAndGet);
            }

            @Override
            public Uni<Void> add(Scope scope, Version version) {
                return unless(databaseAway, real.add(scope, version));
            }

            @Override
            public Uni<Void> shred(Scope scope) {
                return unless(databaseAway, real.shred(scope));
            }

            @Override
            public Uni<List<Change>> changes(Duration within) {
                return unless(databaseAway, real.changes(within));
            }
        };
    }

    private static <T> Uni<T> unless(boolean away, Uni<T> real) {
        return away ? Uni.createFrom().failure(new IOException("away")) : real;
    }
}

package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.EnvelopeException;
import dev.grantkeeper.envelope.ScopeKey;
import dev.grantkeeper.envelope.Secret;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads key rings, and makes them: stored wrapped by the root key, in memory unwrapped. */
@ApplicationScoped
class KeyRings {

    private static final int FIRST = 1;

    private final RootKey rootKey;
    private final StoredScopeKeys stored;

    KeyRings(RootKey rootKey, StoredScopeKeys stored) {
        this.rootKey = rootKey;
        this.stored = stored;
    }

    /** The ring as it is now. One shredded version makes the scope a tombstone, whatever was added beside it. */
    Uni<KeyRing> read(Scope scope) {
        return stored.versions(scope).flatMap(versions -> {
            if (versions.stream().anyMatch(version -> version.wrapped().isEmpty())) {
                return Uni.createFrom().item(KeyRing.TOMBSTONE);
            }
            return Multi.createFrom()
                    .iterable(versions)
                    .onItem()
                    .transformToUniAndConcatenate(version -> unwrap(scope, version))
                    .collect()
                    .asList()
                    .map(keys -> new KeyRing(keys, false));
        });
    }

    /** The ring of a scope that had no key. Of several vaults that make one at once, all get the same. */
    Uni<KeyRing> make(Scope scope) {
        var key = ScopeKey.generate(FIRST);
        return rootKey.wrap(context(scope, FIRST), key.key())
                .flatMap(wrapped ->
                        stored.add(scope, new StoredScopeKeys.Version(key.ref(), rootKey.id(), Optional.of(wrapped))))
                .flatMap(done -> read(scope))
                .eventually(key.key()::close);
    }

    private Uni<ScopeKey> unwrap(Scope scope, StoredScopeKeys.Version version) {
        var ref = version.ref();
        if (!version.rootKeyId().equals(rootKey.id())) {
            throw new IllegalStateException("Version " + ref.version() + " is wrapped by root key "
                    + version.rootKeyId() + ", but " + KeyConfig.PREFIX + " names " + rootKey.id());
        }
        Uni<Secret> key =
                rootKey.unwrap(context(scope, ref.version()), version.wrapped().orElseThrow());
        // Another type: for whoever opens values, an EnvelopeException means that the value is at fault.
        return key.onFailure(EnvelopeException.class)
                .transform(damaged ->
                        new IllegalStateException("Version " + ref.version() + " was changed where it is stored"))
                .map(bytes -> new ScopeKey(ref.id(), ref.version(), bytes));
    }

    /** The scope's id behind its length (u16), then the version (u32). */
    static byte[] context(Scope scope, int version) {
        var id = scope.id().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Short.BYTES + id.length + Integer.BYTES)
                .putShort((short) id.length)
                .put(id)
                .putInt(version)
                .array();
    }
}

package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.KeyWrap;
import dev.grantkeeper.envelope.SealedKeyFile;
import dev.grantkeeper.envelope.Secret;
import io.smallrye.mutiny.Uni;

/** A root key out of a sealed file, in memory as long as the service runs. */
final class SealedFileRootKey implements RootKey {

    private final String id;
    private final Secret key;

    private SealedFileRootKey(String id, Secret key) {
        this.id = id;
        this.key = key;
    }

    /**
     * Takes some tenths of a second; keep it off event loops.
     *
     * @throws IllegalArgumentException if this is not a sealed key file
     * @throws dev.grantkeeper.envelope.EnvelopeException if the passphrase is another, or the file was changed
     */
    static SealedFileRootKey open(byte[] file, Secret passphrase) {
        return new SealedFileRootKey("file:" + SealedKeyFile.keyId(file), SealedKeyFile.open(file, passphrase));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Uni<byte[]> wrap(byte[] context, Secret scopeKey) {
        return Uni.createFrom().item(() -> KeyWrap.wrap(key, context, scopeKey));
    }

    @Override
    public Uni<Secret> unwrap(byte[] context, byte[] wrapped) {
        return Uni.createFrom().item(() -> KeyWrap.unwrap(key, context, wrapped));
    }
}

package dev.grantkeeper.envelope;

import java.util.Objects;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;

/** A receiver's P-256 key pair. The private half stays inside and does not print. */
public final class HpkeKeyPair {
    private final AsymmetricCipherKeyPair pair;
    private final byte[] publicKey;

    HpkeKeyPair(AsymmetricCipherKeyPair pair, byte[] publicKey) {
        this.pair = Objects.requireNonNull(pair);
        this.publicKey = publicKey.clone();
    }

    AsymmetricCipherKeyPair pair() {
        return pair;
    }

    /** The public key as RFC 9180, section 7.1.1 writes it: 65 bytes, an uncompressed point (SEC 1, section 2.3.3). */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public String toString() {
        return "HpkeKeyPair[redacted]";
    }
}

package dev.grantkeeper.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;

/**
 * Sealing for a receiver who is not there: HPKE base mode, RFC 9180, with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and
 * AES-256-GCM. A sealed message is {@code GKHP}, version 0x01, enc (65), then ciphertext and tag: 86 bytes of overhead.
 * Base mode does not say who sealed.
 */
public final class Hpke {
    /** The longest secret that can be sealed, in bytes: a renewal outcome may carry several tokens. */
    public static final int MAX_SECRET_LENGTH = 4 * Frame.MAX_PAYLOAD;

    private static final byte[] PREFIX = {'G', 'K', 'H', 'P', 1};
    private static final int ENC_LENGTH = 65;
    private static final int BARE_OVERHEAD = ENC_LENGTH + AesGcm.TAG_LENGTH;
    private static final int SEED_LENGTH = 32;
    private static final byte[] LABEL = "GKEV1hpke".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Hpke() {}

    /**
     * The key pair that belongs to a scope key: always the same, and gone when the scope key is.
     *
     * @param purpose what the pair is for, ASCII; another purpose gives another pair
     */
    public static HpkeKeyPair derive(ScopeKey key, String purpose) {
        SealingContext.requireAscii("purpose", purpose);
        var salt = ByteBuffer.allocate(KeyId.LENGTH + Integer.BYTES)
                .put(key.id().bytes())
                .putInt(key.version())
                .array();
        var label = purpose.getBytes(StandardCharsets.US_ASCII);
        var info = ByteBuffer.allocate(LABEL.length + label.length)
                .put(LABEL)
                .put(label)
                .array();
        var seed = key.key().with(bytes -> Hkdf.expand(Hkdf.extract(salt, bytes), info, SEED_LENGTH));
        return keyPair(seed);
    }

    /** RFC 9180, section 7.1.3, DeriveKeyPair; wipes {@code seed}. */
    static HpkeKeyPair keyPair(byte[] seed) {
        var hpke = suite();
        var pair = hpke.deriveKeyPair(seed);
        Arrays.fill(seed, (byte) 0);
        return new HpkeKeyPair(pair, hpke.serializePublicKey(pair.getPublic()));
    }

    /**
     * Seals {@code secret} for the holder of the private key.
     *
     * @param publicKey as {@link HpkeKeyPair#publicKey()} gives it
     * @param info what kind of message this is and for whom (RFC 9180, section 8.1)
     * @param aad what else must be the same when it is opened
     * @throws IllegalArgumentException if the public key is not a P-256 point or the secret is longer than
     *     {@value #MAX_SECRET_LENGTH} bytes
     */
    public static byte[] seal(byte[] publicKey, byte[] info, byte[] aad, Secret secret) {
        return seal(RANDOM, publicKey, info, aad, secret);
    }

    /** Draws the seed (32) of the ephemeral key pair. */
    static byte[] seal(SecureRandom random, byte[] publicKey, byte[] info, byte[] aad, Secret secret) {
        var bare = sealBare(random, publicKey, info, aad, secret);
        return ByteBuffer.allocate(PREFIX.length + bare.length)
                .put(PREFIX)
                .put(bare)
                .array();
    }

    /** A message without prefix: enc (65), then ciphertext and tag, as other implementations write it. */
    static byte[] sealBare(SecureRandom random, byte[] publicKey, byte[] info, byte[] aad, Secret secret) {
        if (secret.length() > MAX_SECRET_LENGTH) {
            throw new IllegalArgumentException(
                    "A sealed message has at most " + MAX_SECRET_LENGTH + " bytes, this one has " + secret.length());
        }
        var hpke = suite();
        var ephemeral = keyPair(RandomBytes.from(random, SEED_LENGTH)).pair();
        var sender = hpke.setupBaseS(hpke.deserializePublicKey(point(publicKey)), info, ephemeral);
        var ciphertext = secret.with(plaintext -> {
            try {
                return sender.seal(aad, plaintext);
            } catch (InvalidCipherTextException e) {
                throw new IllegalStateException("HPKE does not encrypt", e);
            }
        });
        return ByteBuffer.allocate(BARE_OVERHEAD + secret.length())
                .put(sender.getEncapsulation())
                .put(ciphertext)
                .array();
    }

    /**
     * Opens a sealed message.
     *
     * @throws EnvelopeException for every reason not to open
     */
    public static Secret open(HpkeKeyPair keyPair, byte[] info, byte[] aad, byte[] sealed) {
        if (sealed.length < PREFIX.length || !Arrays.equals(sealed, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
            throw new EnvelopeException();
        }
        return openBare(keyPair, info, aad, Arrays.copyOfRange(sealed, PREFIX.length, sealed.length));
    }

    /** Opens what {@link #sealBare} gives. */
    static Secret openBare(HpkeKeyPair keyPair, byte[] info, byte[] aad, byte[] sealed) {
        if (sealed.length < BARE_OVERHEAD || sealed.length > BARE_OVERHEAD + MAX_SECRET_LENGTH) {
            throw new EnvelopeException();
        }
        var enc = Arrays.copyOf(sealed, ENC_LENGTH);
        var ciphertext = Arrays.copyOfRange(sealed, ENC_LENGTH, sealed.length);
        return open(keyPair.pair(), info, aad, enc, ciphertext);
    }

    private static Secret open(AsymmetricCipherKeyPair pair, byte[] info, byte[] aad, byte[] enc, byte[] ciphertext) {
        try {
            return Secret.owning(suite().setupBaseR(point(enc), pair, info).open(aad, ciphertext));
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
            throw new EnvelopeException();
        }
    }

    private static byte[] point(byte[] encoded) {
        if (encoded.length != ENC_LENGTH || encoded[0] != 4) {
            throw new IllegalArgumentException("A public key is an uncompressed P-256 point of 65 bytes");
        }
        return encoded;
    }

    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_P256_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}

package dev.grantkeeper.envelope;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Known answers, checked when a service starts: a service whose cryptography gives others must not run. Takes tens of
 * milliseconds.
 */
public final class SelfTest {
    private static final HexFormat HEX = HexFormat.of();

    private SelfTest() {}

    /** @throws IllegalStateException naming the first part whose answer is not the published one */
    public static void run() {
        hkdf();
        gcm();
        gcmSiv();
        argon2id();
        hpke();
        envelope();
    }

    /** RFC 5869, appendix A.1, inputs; with SHA-512. */
    private static void hkdf() {
        var prk = Hkdf.extract(hex("000102030405060708090a0b0c"), hex("0b".repeat(22)));
        expect(
                "HKDF-SHA512",
                "832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb",
                Hkdf.expand(prk, hex("f0f1f2f3f4f5f6f7f8f9"), 42));
    }

    /** McGrew and Viega, The Galois/Counter Mode of Operation, test case 16. */
    private static void gcm() {
        var key = hex("feffe9928665731c6d6a8f9467308308".repeat(2));
        var nonce = hex("cafebabefacedbaddecaf888");
        var aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        var sealed = AesGcm.seal(
                key,
                nonce,
                aad,
                hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"));
        expect(
                "AES-256-GCM",
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b",
                sealed);
        sealed[0] ^= 1;
        expectRefused("AES-256-GCM", () -> AesGcm.open(key, nonce, aad, sealed));
    }

    /** RFC 8452, appendix C.2. */
    private static void gcmSiv() {
        var key = hex("01" + "00".repeat(31));
        var nonce = hex("03" + "00".repeat(11));
        var aad = hex("01");
        var sealed = AesGcmSiv.seal(key, nonce, aad, hex("0200000000000000"));
        expect("AES-256-GCM-SIV", "1de22967237a813291213f267e3b452f02d01ae33e4ec854", sealed);
        sealed[0] ^= 1;
        expectRefused("AES-256-GCM-SIV", () -> AesGcmSiv.open(key, nonce, aad, sealed));
    }

    /** RFC 9106, section 5.3. */
    private static void argon2id() {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(hex("02".repeat(16)))
                .withSecret(hex("03".repeat(8)))
                .withAdditional(hex("04".repeat(12)))
                .build());
        var tag = new byte[32];
        generator.generateBytes(hex("01".repeat(32)), tag);
        expect("Argon2id", "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659", tag);
    }

    /** RFC 9180, appendix A.3.1, for the key pair; for the message, which has AES-256-GCM, the vector of this format. */
    private static void hpke() {
        var receiver = Hpke.keyPair(hex("668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550"));
        expect(
                "HPKE DeriveKeyPair",
                "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a82"
                        + "6a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0",
                receiver.publicKey());
        var message = hex("474b485001042644c6f9441c90d08f54c3816449ca942d78a6c7e1d3a2fb401d4f15d9ca"
                + "e6b0ac5741a9c96d11f9d232a27c609deb50deca499aa9c575eade79d530ce66a7270117"
                + "12348757e20748c924e7f2bb589f0a713927d9acf1");
        var pair = Hpke.derive(scopeKey(), "outcome");
        var info = hex("6772616e746b65657065722e72656e6577616c2e6f7574636f6d652e7631");
        var aad = hex("30313932663063312d376433612d376134312d396636652d306335623864376532613130");
        expect("HPKE", "0a05796132392e", Hpke.open(pair, info, aad, message));
        message[message.length - 1] ^= 1;
        expectRefused("HPKE", () -> Hpke.open(pair, info, aad, message));
    }

    /** The first vector of vectors-v1.json, and one sealed now. */
    private static void envelope() {
        var key = scopeKey();
        var context = new SealingContext(
                SealedKind.ACCESS,
                "platform/acme",
                "email-sequencer",
                "0192f0c1-7d3a-7a41-9f6e-0c5b8d7e2a10",
                "user",
                "ada",
                4);
        var envelope = hex("474b455601010100d164ec495b630ca1f5246c40d69952dd714ee437c1aa6c104791aea0"
                + "0ac47d04651ab243f8c93ef6d8803ad4ab87a40ee6fa73228f1d67e002cd14d99d4b6a94"
                + "f181ac54e1d95042a522cc6bd90ddb540000000150a97d021022730b48a671f28387bc5d"
                + "d99c595d11a3c7d2af20c549255f8b907102e55c7c43581b6d870505dd54559d786c4f3e"
                + "3fe65931cbfe979500000019b7d86635d74cbb7d8dbea3c52aa623e01ba9a9b4969d67dd"
                + "e864bd7a3731aa9516d67b5fd875ec7f7c");
        var secret = Envelopes.open(key, context, envelope);
        expect("Envelope", "796132392e6578616d706c652d6163636573732d746f6b656e", secret);
        expect(
                "Envelope",
                "796132392e6578616d706c652d6163636573732d746f6b656e",
                Envelopes.open(key, context, Envelopes.seal(key, context, secret)));
        envelope[envelope.length - 1] ^= 1;
        expectRefused("Envelope", () -> Envelopes.open(key, context, envelope));
    }

    private static ScopeKey scopeKey() {
        return new ScopeKey(
                KeyId.of(hex("f181ac54e1d95042a522cc6bd90ddb54")),
                1,
                Secret.owning(hex("860ed57eb00c3d07afb47dd7dfb1510b185ef14d5ae3f8a22d61a566e317173f")));
    }

    private static byte[] hex(String text) {
        return HEX.parseHex(text);
    }

    private static void expect(String part, String expected, Secret actual) {
        expect(part, expected, actual.revealBytes());
    }

    private static void expect(String part, String expected, byte[] actual) {
        if (!Arrays.equals(hex(expected), actual)) {
            throw new IllegalStateException(
                    "Self-test failed: " + part + " gives another answer than the published one");
        }
    }

    private static void expectRefused(String part, Opening opening) {
        try {
            opening.open();
        } catch (GeneralSecurityException | EnvelopeException e) {
            return;
        }
        throw new IllegalStateException("Self-test failed: " + part + " opened what was changed");
    }

    private interface Opening {
        Object open() throws GeneralSecurityException;
    }
}

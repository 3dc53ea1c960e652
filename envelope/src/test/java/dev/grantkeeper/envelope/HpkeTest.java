package dev.grantkeeper.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantkeeper.envelope.Vectors.Vector;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HpkeTest {
    private static final byte[] INFO = "info".getBytes(US_ASCII);
    private static final byte[] AAD = "connection-1".getBytes(US_ASCII);
    private static final Secret OUTCOME = Secret.ofUtf8("{\"access_token\":\"ya29\"}");

    private final ScopeKey scopeKey = ScopeKey.generate(1);
    private final HpkeKeyPair pair = Hpke.derive(scopeKey, "outcome");

    static Stream<Vector> messages() {
        return Vectors.at("hpke", "messages");
    }

    static Stream<Vector> mustFail() {
        return Vectors.at("hpke", "mustFail");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void seal_publishedSeed_givesThePublishedMessageAndOpens(Vector vector) {
        var receiver = Hpke.derive(vector.scopeKey("scopeKey"), vector.text("purpose"));
        assertThat(receiver.publicKey()).isEqualTo(vector.bytes("publicKey"));

        var sealed = Hpke.seal(
                new FixedRandom(vector.bytes("ephemeralSeed")),
                vector.bytes("publicKey"),
                vector.bytes("info"),
                vector.bytes("aad"),
                vector.secret("plaintext"));

        assertThat(sealed).isEqualTo(vector.bytes("sealed"));
        assertThat(Hpke.open(receiver, vector.bytes("info"), vector.bytes("aad"), sealed))
                .isEqualTo(vector.secret("plaintext"));
    }

    @ParameterizedTest
    @MethodSource("mustFail")
    void open_messageThatMustFail_fails(Vector vector) {
        var receiver = Hpke.derive(vector.scopeKey("scopeKey"), vector.text("purpose"));

        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(
                        () -> Hpke.open(receiver, vector.bytes("info"), vector.bytes("aad"), vector.bytes("sealed")))
                .withNoCause();
    }

    @Test
    void open_sealedToThePublicKeyAlone_givesTheSecretBack() {
        for (var length : new int[] {0, 1, 1000, Hpke.MAX_SECRET_LENGTH}) {
            var secret = Secret.of(new byte[length]);

            var sealed = Hpke.seal(pair.publicKey(), INFO, AAD, secret);

            assertThat(sealed).hasSize(86 + length);
            assertThat(Hpke.open(pair, INFO, AAD, sealed)).isEqualTo(secret);
        }
    }

    @Test
    void open_anySingleBitFlipped_fails() {
        var sealed = Hpke.seal(pair.publicKey(), INFO, AAD, OUTCOME);

        assertThat(Samples.harmlessBitFlips(
                        sealed, changed -> Samples.opens(() -> Hpke.open(pair, INFO, AAD, changed))))
                .isEmpty();
    }

    @Test
    void open_anyLengthButItsOwn_fails() {
        var sealed = Hpke.seal(pair.publicKey(), INFO, AAD, OUTCOME);

        for (var length = 0; length < sealed.length; length++) {
            var cut = Arrays.copyOf(sealed, length);
            assertThat(Samples.opens(() -> Hpke.open(pair, INFO, AAD, cut))).isFalse();
        }
    }

    @Test
    void seal_sameSecretTwice_givesOtherBytes() {
        assertThat(Hpke.seal(pair.publicKey(), INFO, AAD, OUTCOME))
                .isNotEqualTo(Hpke.seal(pair.publicKey(), INFO, AAD, OUTCOME));
    }

    @Test
    void seal_tooMuch_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hpke.seal(pair.publicKey(), INFO, AAD, Secret.of(new byte[262_145])))
                .withMessage("A sealed message has at most 262144 bytes, this one has 262145");
    }

    @Test
    void seal_notAPublicKey_isRefused() {
        var offTheCurve = pair.publicKey();
        offTheCurve[64] ^= 1;
        var infinity = new byte[] {0};
        var compressed = Arrays.copyOf(pair.publicKey(), 33);
        compressed[0] = 2;

        assertThat(Stream.of(offTheCurve, infinity, compressed, new byte[0], new byte[65]))
                .allSatisfy(key ->
                        assertThatIllegalArgumentException().isThrownBy(() -> Hpke.seal(key, INFO, AAD, OUTCOME)));
    }

    @Test
    void derive_sameScopeKey_givesTheSamePairAndOthersAnother() {
        assertThat(Hpke.derive(scopeKey, "outcome").publicKey()).isEqualTo(pair.publicKey());
        assertThat(Stream.of(
                                Hpke.derive(scopeKey, "submission"),
                                Hpke.derive(new ScopeKey(scopeKey.id(), 2, scopeKey.key()), "outcome"),
                                Hpke.derive(new ScopeKey(KeyId.random(), 1, scopeKey.key()), "outcome"),
                                Hpke.derive(ScopeKey.generate(scopeKey.id(), 1), "outcome"))
                        .map(HpkeKeyPair::publicKey))
                .noneMatch(key -> Arrays.equals(key, pair.publicKey()));
    }

    @Test
    void derive_purposeNotAscii_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hpke.derive(scopeKey, "\u00e4"))
                .withMessageStartingWith("purpose ");
    }

    @Test
    void keyPair_printedOrChangedOutside_keepsItsKeys() {
        pair.publicKey()[1] ^= 1;

        assertThat(Hpke.derive(scopeKey, "outcome").publicKey()).isEqualTo(pair.publicKey());
        assertThat(pair).hasToString("HpkeKeyPair[redacted]");
    }
}

package dev.grantkeeper.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantkeeper.envelope.Vectors.Vector;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyWrapTest {
    private static final byte[] CONTEXT = {1, 2, 3};
    private final Secret root = ScopeKey.generate(1).key();
    private final Secret key = ScopeKey.generate(1).key();

    static Stream<Vector> wraps() {
        return Vectors.at("keyWrap", "wraps");
    }

    static Stream<Vector> mustFail() {
        return Vectors.at("keyWrap", "mustFail");
    }

    @ParameterizedTest
    @MethodSource("wraps")
    void wrap_publishedNonce_givesThePublishedBytesAndUnwraps(Vector vector) {
        var wrapped = KeyWrap.wrap(
                new FixedRandom(vector.bytes("nonce")),
                vector.secret("rootKey"),
                vector.bytes("context"),
                vector.secret("key"));

        assertThat(wrapped).isEqualTo(vector.bytes("wrapped"));
        assertThat(KeyWrap.unwrap(vector.secret("rootKey"), vector.bytes("context"), wrapped))
                .isEqualTo(vector.secret("key"));
    }

    @ParameterizedTest
    @MethodSource("mustFail")
    void unwrap_bytesThatMustFail_fails(Vector vector) {
        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() ->
                        KeyWrap.unwrap(vector.secret("rootKey"), vector.bytes("context"), vector.bytes("wrapped")));
    }

    @Test
    void unwrap_wrappedKey_givesItBackAndNeverTheSameBytes() {
        var wrapped = KeyWrap.wrap(root, CONTEXT, key);

        assertThat(wrapped).hasSize(KeyWrap.WRAPPED_LENGTH).isNotEqualTo(KeyWrap.wrap(root, CONTEXT, key));
        assertThat(KeyWrap.unwrap(root, CONTEXT, wrapped)).isEqualTo(key);
    }

    @Test
    void unwrap_anySingleBitFlipped_fails() {
        var wrapped = KeyWrap.wrap(root, CONTEXT, key);

        assertThat(Samples.harmlessBitFlips(
                        wrapped, changed -> Samples.opens(() -> KeyWrap.unwrap(root, CONTEXT, changed))))
                .isEmpty();
    }

    @Test
    void wrap_keyOfAnotherLength_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyWrap.wrap(Secret.of(new byte[16]), CONTEXT, key))
                .withMessage("The wrapping key must have 32 bytes, not 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyWrap.wrap(root, CONTEXT, Secret.of(new byte[33])))
                .withMessage("The wrapped key must have 32 bytes, not 33");
    }
}

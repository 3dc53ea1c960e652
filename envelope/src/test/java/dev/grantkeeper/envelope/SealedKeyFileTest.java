package dev.grantkeeper.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantkeeper.envelope.Vectors.Vector;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealedKeyFileTest {
    private static final Secret PASSPHRASE = Secret.ofUtf8("correct horse \u2713 staple");

    static Stream<Vector> files() {
        return Vectors.at("sealedKeyFile", "files");
    }

    static Stream<Vector> mustFail() {
        return Vectors.at("sealedKeyFile", "mustFail");
    }

    static Stream<Vector> mustRefuse() {
        return Vectors.at("sealedKeyFile", "mustRefuse");
    }

    @ParameterizedTest
    @MethodSource("files")
    void create_publishedRandomness_givesThePublishedFile(Vector vector) {
        var random = new FixedRandom(
                vector.bytes("keyId"), vector.bytes("salt"), vector.bytes("rootKey"), vector.bytes("nonce"));
        var cost = new Passphrase(vector.number("memoryKib"), vector.number("passes"), vector.number("lanes"));

        assertThat(SealedKeyFile.create(random, cost, Secret.ofUtf8(vector.text("passphrase"))))
                .asString(US_ASCII)
                .isEqualTo(vector.text("file"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void open_publishedFile_givesTheRootKeyAndItsId(Vector vector) {
        var file = vector.ascii("file");

        assertThat(SealedKeyFile.open(file, Secret.ofUtf8(vector.text("passphrase"))))
                .isEqualTo(vector.secret("rootKey"));
        assertThat(SealedKeyFile.keyId(file)).isEqualTo(KeyId.of(vector.bytes("keyId")));
    }

    @ParameterizedTest
    @MethodSource("mustFail")
    void open_fileThatMustFail_fails(Vector vector) {
        var passphrase = Secret.ofUtf8(vector.text("passphrase"));

        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> SealedKeyFile.open(vector.ascii("file"), passphrase));
    }

    @ParameterizedTest
    @MethodSource("mustRefuse")
    void open_fileThatMustBeRefused_isRefusedBeforeAnythingIsDerived(Vector vector) {
        var wiped = Secret.ofUtf8(vector.text("passphrase"));
        wiped.close();

        assertThatIllegalArgumentException().isThrownBy(() -> SealedKeyFile.open(vector.ascii("file"), wiped));
    }

    @Test
    void open_costOutOfBounds_saysWhich() {
        var file = files().skip(1)
                .findFirst()
                .orElseThrow()
                .text("file")
                .replace("memory-kib=19456", "memory-kib=1000000");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealedKeyFile.open(file.getBytes(US_ASCII), PASSPHRASE))
                .withMessage("Argon2id memory must be between 19456 and 262144, not 1000000");
    }

    @Test
    void open_veryLongFile_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SealedKeyFile.open(new byte[10_000_000], PASSPHRASE));
    }

    @Test
    void create_twice_givesOtherKeysThatOpen() {
        var one = SealedKeyFile.create(PASSPHRASE);
        var two = SealedKeyFile.create(PASSPHRASE);

        assertThat(SealedKeyFile.keyId(one)).isNotEqualTo(SealedKeyFile.keyId(two));
        assertThat(SealedKeyFile.open(one, PASSPHRASE)).isNotEqualTo(SealedKeyFile.open(two, PASSPHRASE));
        assertThat(one).asString(US_ASCII).contains("argon2id: memory-kib=65536 passes=3 lanes=1\n");
    }

    @Test
    void create_shortPassphrase_isRefusedWithoutPrintingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealedKeyFile.create(Secret.ofUtf8("elevenbytes")))
                .withMessage("The passphrase must have at least 12 bytes");
    }
}

package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.testkit.SelfSigned;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CertifiedKeyTest {
    private static SelfSigned ec;
    private static SelfSigned rsa;
    private static SelfSigned weak;

    @BeforeAll
    static void generate(@TempDir Path folder) {
        ec = SelfSigned.generate(folder, "ec", "-keyalg", "EC", "-groupname", "secp384r1");
        rsa = SelfSigned.generate(folder, "rsa", "-keyalg", "RSA", "-keysize", "2048");
        weak = SelfSigned.generate(folder, "weak", "-keyalg", "RSA", "-keysize", "1024");
    }

    private static Stream<String> usable() {
        return Stream.of(
                ec.certificate() + ec.key(),
                ec.key() + ec.certificate(),
                rsa.certificate() + rsa.key(),
                "  \n" + ec.certificate() + "subject=CN=another\n" + rsa.certificate() + ec.key(),
                (ec.certificate() + ec.key()).replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @MethodSource("usable")
    void check_keyWithItsCertificate_isFine(String pem) {
        assertThatCode(CertifiedKey.read(Token.of(pem))::check).doesNotThrowAnyException();
    }

    private static Stream<String> unusable() {
        return Stream.of(
                "a plain secret",
                ec.certificate(),
                ec.key(),
                ec.certificate() + ec.key() + ec.key(),
                ec.certificate().repeat(11) + ec.key(),
                ec.certificate() + ec.key().replace("PRIVATE", "ENCRYPTED PRIVATE"),
                ec.certificate() + ec.key().replace("PRIVATE", "EC PRIVATE"),
                rsa.certificate() + ec.certificate() + ec.key(),
                rsa.certificate() + weak.key(),
                weak.certificate() + weak.key(),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + ec.key(),
                ec.certificate() + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                ec.certificate() + "-----BEGIN PRIVATE KEY-----\n=\n-----END PRIVATE KEY-----\n");
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void check_anythingElse_isRefusedWithoutRepeatingIt(String pem) {
        assertThatThrownBy(() -> CertifiedKey.read(Token.of(pem)).check())
                .isInstanceOfSatisfying(InvalidSettings.class, fault -> assertThat(fault.field())
                        .isEqualTo("client_secret"))
                .message()
                .startsWith("client_secret ")
                .satisfies(message -> assertThat(pem.lines().filter(line -> !line.contains("-----")))
                        .noneMatch(message::contains));
    }

    @Test
    void certificate_ofTheSameText_isTheSame() {
        var once = CertifiedKey.read(Token.of(ec.certificate() + ec.key())).certificate();

        assertThat(CertifiedKey.read(Token.of(ec.key() + ec.certificate())).certificate())
                .isEqualTo(once)
                .hasSameHashCodeAs(once);
        assertThat(CertifiedKey.read(Token.of(rsa.key() + rsa.certificate())).certificate())
                .isNotEqualTo(once);
        assertThat(once.toString()).doesNotContain("PRIVATE");
    }
}

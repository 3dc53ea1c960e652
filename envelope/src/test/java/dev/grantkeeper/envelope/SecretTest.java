package dev.grantkeeper.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final String TEXT = "hunter2-\u00e9\u2713\uD83D\uDD11";

    @Test
    void revealUtf8_text_isTheSameText() {
        assertThat(Secret.ofUtf8(TEXT).revealUtf8()).isEqualTo(TEXT);
        assertThat(Secret.ofUtf8("").revealUtf8()).isEmpty();
    }

    @Test
    void toString_anywhere_doesNotPrintTheSecret() {
        var secret = Secret.ofUtf8("hunter2");
        record Login(String user, Secret password) {}
        var printed = new Object[] {
            secret,
            new Login("ada", secret),
            new ScopeKey(KeyId.random(), 1, Secret.ofUtf8("hunter2".repeat(5).substring(3))),
            Map.of("password", secret),
            Optional.of(secret),
            String.format("%s %10.40s", secret, secret)
        };

        assertThat(printed).allSatisfy(value -> assertThat(String.valueOf(value))
                .contains("[redacted]")
                .doesNotContain("hunter2")
                .doesNotContain("68756e74657232")
                .doesNotContain("104, 117, 110"));
    }

    @Test
    void of_callersArrayChanged_secretStays() {
        var bytes = new byte[] {1, 2, 3};
        var secret = Secret.of(bytes);

        bytes[0] = 9;
        secret.revealBytes()[1] = 9;

        assertThat(secret.revealBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void equals_sameBytes_isTrueAndOthersFalse() {
        var secret = Secret.ofUtf8("a");

        assertThat(secret).isEqualTo(secret).isEqualTo(Secret.ofUtf8("a"));
        assertThat(secret)
                .isNotEqualTo(Secret.ofUtf8("b"))
                .isNotEqualTo(Secret.ofUtf8("aa"))
                .isNotEqualTo("a");
    }

    @Test
    void hashCode_anySecret_isTheSame() {
        assertThat(Secret.ofUtf8("a")).hasSameHashCodeAs(Secret.ofUtf8("b"));
        var map = new HashMap<Secret, String>();
        map.put(Secret.ofUtf8("a"), "a");
        map.put(Secret.ofUtf8("b"), "b");
        assertThat(map).containsEntry(Secret.ofUtf8("b"), "b").hasSize(2);
    }

    @Test
    void close_twice_wipesAndKeepsTheSecretFromBeingRevealed() {
        var bytes = new byte[] {1, 2, 3};
        var secret = Secret.owning(bytes);

        secret.close();
        secret.close();

        assertThat(bytes).containsOnly(0);
        assertThatIllegalStateException().isThrownBy(secret::revealBytes).withMessage("The secret was wiped");
        assertThatIllegalStateException().isThrownBy(secret::revealUtf8);
        assertThat(secret).isEqualTo(secret).isNotEqualTo(Secret.of(new byte[3]));
        assertThat(Secret.of(new byte[3])).isNotEqualTo(secret);
    }

    @Test
    void with_afterUse_wipesTheCopyItLent() {
        var lent = Secret.of(new byte[] {1, 2, 3}).with(bytes -> bytes);

        assertThat(lent).containsOnly(0);
    }

    @Test
    void ofUtf8_unpairedSurrogate_isRefusedWithoutPrintingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.ofUtf8("hunter2\uD83D"))
                .withMessage("A secret must be valid Unicode text")
                .withNoCause();
    }

    @Test
    void revealUtf8_notUtf8_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Secret.of(new byte[] {(byte) 0xC3, 0x28}).revealUtf8())
                .withNoCause();
    }
}

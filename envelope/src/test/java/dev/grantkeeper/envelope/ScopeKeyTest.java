package dev.grantkeeper.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class ScopeKeyTest {
    private static final Secret BYTES = Secret.of(new byte[32]);

    @Test
    void generate_twice_givesOtherIdsAndOtherKeys() {
        var one = ScopeKey.generate(1);
        var two = ScopeKey.generate(1);

        assertThat(one.id()).isNotEqualTo(two.id());
        assertThat(one.key()).isNotEqualTo(two.key());
        assertThat(one.key().length()).isEqualTo(32);
    }

    @Test
    void generate_nextVersion_keepsTheIdOnly() {
        var one = ScopeKey.generate(1);
        var two = ScopeKey.generate(one.id(), 2);

        assertThat(two.ref()).isEqualTo(new KeyRef(one.id(), 2)).isNotEqualTo(one.ref());
        assertThat(two.key()).isNotEqualTo(one.key());
    }

    @Test
    void new_wrongLengthOrVersion_isRefused() {
        var id = KeyId.random();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScopeKey(id, 0, BYTES))
                .withMessage("A key version is at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScopeKey(id, 1, Secret.of(new byte[16])))
                .withMessage("A scope key has 32 bytes, not 16");
        assertThatNullPointerException().isThrownBy(() -> new ScopeKey(null, 1, BYTES));
        assertThatNullPointerException().isThrownBy(() -> new ScopeKey(id, 1, null));
    }

    @Test
    void keyId_anySixteenBytes_comeBack() {
        var bytes = new byte[] {-1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, -16};

        assertThat(KeyId.of(bytes).bytes()).isEqualTo(bytes);
        assertThat(KeyId.of(bytes)).isEqualTo(KeyId.of(bytes)).hasToString("ff020304-0506-0708-090a-0b0c0d0e0ff0");
        assertThatIllegalArgumentException().isThrownBy(() -> KeyId.of(new byte[15]));
    }
}

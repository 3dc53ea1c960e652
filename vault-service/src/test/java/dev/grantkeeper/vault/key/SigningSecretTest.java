package dev.grantkeeper.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import dev.grantkeeper.envelope.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {

    /** The example that the libraries of Standard Webhooks are tested by. */
    @Test
    void sign_knownExample_givesItsSignature() {
        var secret = new SigningSecret(Secret.of(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));

        assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void sign_anything_isWhatTheLibrarySigns() throws Exception {
        var random = new SecureRandom();
        for (int i = 0; i < 100; i++) {
            var secret = SigningSecret.generate(random);
            var body = "{\"n\":" + i + ",\"text\":\"Grüße, 世界 \uD83D\uDE00\"}";

            assertThat(secret.sign("msg_" + i, 1_800_000_000L + i, body))
                    .isEqualTo(new Webhook(secret.revealText()).sign("msg_" + i, 1_800_000_000L + i, body));
        }
    }

    @Test
    void generate_twice_givesOthersOf32Bytes() {
        var random = new SecureRandom();

        assertThat(SigningSecret.generate(random)).isNotEqualTo(SigningSecret.generate(random));
        assertThat(SigningSecret.generate(random).bytes().length()).isEqualTo(32);
        assertThat(SigningSecret.generate(random).toString()).isEqualTo("SigningSecret[bytes=Secret[redacted]]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 23, 65})
    void secret_ofAnotherLength_isRefused(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SigningSecret(Secret.of(new byte[length])));
    }
}

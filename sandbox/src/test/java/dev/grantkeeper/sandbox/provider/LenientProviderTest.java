package dev.grantkeeper.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.sandbox.Http;
import dev.grantkeeper.sandbox.Http.Answer;
import dev.grantkeeper.sandbox.ProviderUser;
import dev.grantkeeper.sandbox.SandboxTest;
import dev.grantkeeper.sandbox.platform.Address;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@SandboxTest
@TestPropertySource(
        properties = {
            "sandbox.provider.strict=false",
            "sandbox.provider.consent=false",
            "sandbox.provider.access-token-life=3s"
        })
class LenientProviderTest {

    private final App app;
    private final ProviderUser ada = new ProviderUser("ada", "password-of-ada");

    LenientProviderTest(Address address) {
        app = new App(new Http(address.origin()));
    }

    @Test
    void refresh_rotatedTokenComesBack_isRefusedAndTheGrantLives() throws Exception {
        String first = app.connect(ada).json().get("refresh_token").asString();
        Answer second = app.refresh(first);

        assertThat(app.refresh(first).status()).isEqualTo(400);
        assertThat(app.refresh(second.json().get("refresh_token").asString()).status())
                .isEqualTo(200);
    }

    @Test
    void introspection_afterTheTokensLife_saysInactiveAndTheApiRefuses() throws Exception {
        String token = app.connect(ada).json().get("access_token").asString();

        assertThat(app.isActive(token)).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> !app.isActive(token));
        assertThat(app.addProspect(token).status()).isEqualTo(401);
    }
}

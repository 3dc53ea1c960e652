package dev.grantkeeper.oauth2;

import dev.grantkeeper.testkit.house.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {
    @TestFactory
    Stream<DynamicTest> house() {
        return HouseRules.of(TokenClient.class)
                .secretsRevealedBy(
                        "dev.grantkeeper.oauth2.AuthorizationRequest",
                        "dev.grantkeeper.oauth2.CertifiedKey",
                        "dev.grantkeeper.oauth2.SigningKey",
                        "dev.grantkeeper.oauth2.Expiry",
                        "dev.grantkeeper.oauth2.Pkce",
                        "dev.grantkeeper.oauth2.TokenRequest")
                .tests();
    }
}

package dev.grantkeeper.worker;

import dev.grantkeeper.testkit.house.HouseRules;
import dev.grantkeeper.worker.vault.VaultContact;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {
    @TestFactory
    Stream<DynamicTest> house() {
        return HouseRules.of(VaultContact.class)
                .secretsRevealedBy(
                        "dev.grantkeeper.worker.vault.BearerCredentials", "dev.grantkeeper.worker.vault.Wire")
                .tests();
    }
}

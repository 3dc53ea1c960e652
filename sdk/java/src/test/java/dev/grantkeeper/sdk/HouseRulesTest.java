package dev.grantkeeper.sdk;

import dev.grantkeeper.testkit.house.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {
    @TestFactory
    Stream<DynamicTest> house_thisModule_keepsTheRules() {
        return HouseRules.of(Grantkeeper.class).tests();
    }
}

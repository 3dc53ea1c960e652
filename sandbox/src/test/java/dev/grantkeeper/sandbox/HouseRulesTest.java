package dev.grantkeeper.sandbox;

import dev.grantkeeper.testkit.house.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {

    @TestFactory
    Stream<DynamicTest> house() {
        return HouseRules.of(Sandbox.class)
                .printedBy("dev.grantkeeper.sandbox.platform.Address")
                .tests();
    }
}

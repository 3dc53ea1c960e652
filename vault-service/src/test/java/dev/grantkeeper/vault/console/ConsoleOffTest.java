package dev.grantkeeper.vault.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A vault serves no console unless it is told to. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ConsoleOffTest {

    @TestFactory
    Stream<DynamicTest> anyAddress_ofAConsoleThatIsOff_isNotFound() {
        return Stream.of(
                        "/console",
                        "/console/connections",
                        "/console/apps",
                        "/console/activity",
                        "/console/callback",
                        "/console/main.js",
                        "/console/console.css",
                        "/embed/seal.js",
                        "/embed/vendor/hpke.js",
                        "/_static/lit/3.3.1/index.js",
                        "/_importmap/generated_importmap.js")
                .map(path -> DynamicTest.dynamicTest(path, () -> assertThat(
                                given().redirects().follow(false).get(path).statusCode())
                        .isEqualTo(404)));
    }
}

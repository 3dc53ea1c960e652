package dev.grantkeeper.vault.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The contract of the topic's events and of the stream's. */
final class AuthRequiredSchema {

    private static final Schema SCHEMA = load();

    private AuthRequiredSchema() {}

    static void assertValid(String json) {
        var errors = SCHEMA.validate(json, InputFormat.JSON);
        assertThat(errors).as(json).isEmpty();
    }

    private static Schema load() {
        try {
            var file = Path.of("..", "contracts", "grantkeeper", "events", "auth-required.schema.json");
            return SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12,
                            registry -> registry.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                    .formatAssertionsEnabled(true)
                                    .build()))
                    .getSchema(Files.readString(file), InputFormat.JSON);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.grantkeeper.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.grantkeeper.vault.event.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The contracts of what topics carry: {@code contracts/grantkeeper/events}. */
public final class EventSchemas {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private static final ConcurrentMap<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private EventSchemas() {}

    /** Also the contract of the prompt stream's events. */
    public static void assertPrompt(String json) {
        assertValid(Topic.AUTH_REQUIRED.topicName(), json);
    }

    public static void assertValid(String topic, String json) {
        var errors = SCHEMAS.computeIfAbsent(topic, EventSchemas::load).validate(json, InputFormat.JSON);
        assertThat(errors).as("%s: %s", topic, json).isEmpty();
    }

    private static Schema load(String topic) {
        var name = topic.replaceFirst("^grantkeeper\\.", "").replace('.', '-') + ".schema.json";
        try {
            var file = Path.of("..", "contracts", "grantkeeper", "events", name);
            return REGISTRY.getSchema(Files.readString(file), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.grantkeeper.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The OpenAPI document in {@code contracts/}, which the server has to keep. */
public final class Contract {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final JsonNode DOCUMENT = read();

    private Contract() {}

    public static JsonNode document() {
        return DOCUMENT;
    }

    /** Fails unless the JSON is as the named schema of the document says. */
    public static void assertKept(String schema, String json) {
        var root = YAML.createObjectNode();
        root.put("$schema", SpecificationVersion.DRAFT_2020_12.getDialectId());
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", DOCUMENT.get("components"));
        var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root)
                .validate(json, InputFormat.JSON);
        assertThat(errors).as("%s: %s", schema, json).isEmpty();
    }

    /** Every operation as {@code GET /v1/path/{}}, with its node. */
    public static Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        DOCUMENT.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> operations.put(
                        operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + nameless(path.getKey()),
                        operation.getValue())));
        return operations;
    }

    /** The path without the names of its parameters. */
    public static String nameless(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }

    private static JsonNode read() {
        try {
            return YAML.readTree(Path.of("..", "contracts", "grantkeeper", "openapi", "openapi.yaml")
                    .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

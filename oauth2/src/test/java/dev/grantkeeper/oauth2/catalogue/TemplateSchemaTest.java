package dev.grantkeeper.oauth2.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the schema for operators what {@link TemplateYaml} reads. */
class TemplateSchemaTest {
    private static final Path FILE = Path.of("../contracts/grantkeeper/provider-template.schema.json");
    private static final String KNOWN = " is not a setting here; known are: ";
    private static final String TEMPLATE = """
            template: acme
            name: Acme
            category: crm
            documents:
              - url: https://acme.example/docs
                read: 2026-11-24
                says: everything
            developer:
              steps: [Register an app.]
            inputs:
              site: {title: Acme site, example: north, pattern: "[a-z]{2,20}"}
            settings:
              authorization_url: https://{site}.acme.example/authorize
              token_url: https://{site}.acme.example/token
              response: {success: {path: ok, equals: true}}
              lasting_token: {url: https://acme.example/lasting, grant_type: lasting, parameter: access_token}
              renewal_by_access_token: {url: https://acme.example/renew, grant_type: renew, parameter: access_token}
            """;

    private final JsonObject schema = new JsonObject(read());
    private final Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(read(), InputFormat.JSON);

    static Stream<String> catalogue() {
        return Catalogue.builtIn().templates().stream().map(Template::id);
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void everyTemplateOfTheCatalogue_fits(String id) {
        var yaml = YamlReader.resource("/dev/grantkeeper/oauth2/catalogue/" + id + ".yaml");

        assertThat(validator.validate(yaml.encode(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void templateOfTheTest_fits() {
        assertThat(validator.validate(yaml(TEMPLATE).encode(), InputFormat.JSON))
                .isEmpty();
        assertThat(TemplateYaml.read("acme", "acme.yaml", TEMPLATE)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: Acme|title: Acme",
                "category: crm|category: cars",
                "template: acme|template: Acme",
                "read: 2026-11-24|read: yesterday",
                "template: acme|unverified: true",
                "token_url: https://{site}.acme.example/token|pkce: \"on\"",
                "equals: true|is: true"
            })
    void whatIsNoTemplate_doesNotFit(String from, String to) {
        assertThat(validator.validate(yaml(TEMPLATE.replace(from, to)).encode(), InputFormat.JSON))
                .isNotEmpty();
    }

    static Stream<Arguments> objects() {
        return Stream.of(
                arguments("/", "name: Acme\n", "name: Acme\nunheard_of: x\n"),
                arguments("/documents/[]", "says: everything\n", "says: everything\n    unheard_of: x\n"),
                arguments("/developer", "  steps: [", "  unheard_of: x\n  steps: ["),
                arguments("/inputs/*", "{title:", "{unheard_of: x, title:"),
                arguments("/settings", "  response: {", "  unheard_of: x\n  response: {"),
                arguments("/settings/response", "{success:", "{unheard_of: x, success:"),
                arguments("/settings/response/success", "{path:", "{unheard_of: x, path:"),
                arguments("/settings/lasting_token", "grant_type: lasting,", "grant_type: lasting, unheard_of: x,"),
                arguments(
                        "/settings/renewal_by_access_token",
                        "grant_type: renew,",
                        "grant_type: renew, unheard_of: x,"));
    }

    /** In each object a field that nobody knows, for TemplateYaml to say which ones it does know. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("objects")
    void fields_areThoseThatAreRead(String path, String from, String to) {
        assertThat(TEMPLATE).containsOnlyOnce(from);
        var fault = catchThrowableOfType(
                InvalidTemplate.class, () -> TemplateYaml.read("acme", "acme.yaml", TEMPLATE.replace(from, to)));

        assertThat(fault).hasMessageContaining("unheard_of" + KNOWN);
        String known = fault.getMessage().substring(fault.getMessage().indexOf(KNOWN) + KNOWN.length());
        var described = at(path);
        assertThat(described.getValue("additionalProperties")).isEqualTo(false);
        assertThat(described.getJsonObject("properties").fieldNames())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(known.split(", ")));
        assertThat(described.getJsonObject("properties"))
                .allSatisfy(field -> assertThat(((JsonObject) field.getValue()).getString("description"))
                        .as(field.getKey())
                        .isNotBlank());
    }

    @Test
    void categories_areThoseThatAreRead() {
        Set<Object> described = new TreeSet<>(at("/").getJsonObject("properties")
                .getJsonObject("category")
                .getJsonArray("enum")
                .getList());

        assertThat(described).isEqualTo(TemplateYaml.CATEGORIES);
    }

    private JsonObject at(String path) {
        JsonObject here = schema;
        for (String step : path.substring(1).split("/")) {
            here = switch (step) {
                case "" -> here;
                case "[]" -> here.getJsonObject("items");
                case "*" -> here.getJsonObject("additionalProperties");
                default -> here.getJsonObject("properties").getJsonObject(step);
            };
        }
        return here;
    }

    private static JsonObject yaml(String text) {
        return YamlFile.parse("acme.yaml", text).root();
    }

    private static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

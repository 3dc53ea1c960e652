package dev.grantkeeper.oauth2.catalogue;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.JsonFields;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.inputs.Input;
import dev.grantkeeper.oauth2.inputs.Placeholders;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The YAML form of a {@link Template}. */
final class TemplateYaml {
    static final Set<String> CATEGORIES = new TreeSet<>(Set.of(
            "identity",
            "productivity",
            "crm",
            "support",
            "code",
            "chat",
            "payments",
            "finance",
            "storage",
            "marketing",
            "social",
            "commerce"));

    private static final Set<String> FIELDS = Set.of(
            "template",
            "name",
            "category",
            "unverified",
            "unverified_facts",
            "documents",
            "developer",
            "inputs",
            "settings");
    private static final Set<String> DEVELOPER =
            Set.of("register_at", "steps", "no_refresh_token", "dead_refresh_token");
    private static final String CAPTURES = "captures";
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private TemplateYaml() {}

    /**
     * @param id the file's name without its ending
     * @throws InvalidTemplate at the first fault
     */
    static Template read(String id, String file, String text) {
        YamlFile yaml = YamlFile.parse(file, text);
        try {
            return template(id, yaml.root());
        } catch (InvalidSettings fault) {
            throw yaml.invalid(fault.field(), fault.getMessage());
        }
    }

    private static Template template(String id, JsonObject yaml) {
        JsonFields fields = JsonFields.of(yaml, FIELDS);
        if (!fields.requiredText("template").equals(id) || !ID.matcher(id).matches()) {
            throw new InvalidSettings(
                    "template", "template must be the file's name, in lower-case letters, digits and hyphens");
        }
        String category = fields.requiredText("category");
        if (!CATEGORIES.contains(category)) {
            throw new InvalidSettings("category", "category must be one of: " + String.join(", ", CATEGORIES));
        }
        List<Template.Document> documents = documents(fields);
        Template template = new Template(
                id,
                fields.requiredText("name"),
                category,
                unverifiedFacts(fields, documents),
                documents,
                developer(fields),
                inputs(fields),
                settings(fields));
        check(template);
        return template;
    }

    private static List<Template.Document> documents(JsonFields fields) {
        return fields.objects("documents", Set.of("url", "read", "says")).stream()
                .map(document -> new Template.Document(
                        document.required("url"), document.requiredDate("read"), document.requiredText("says")))
                .toList();
    }

    /** A template is verified by documents; whoever has none says what is not known. */
    private static List<String> unverifiedFacts(JsonFields fields, List<Template.Document> documents) {
        boolean unverified = fields.flag("unverified").orElse(false);
        List<String> facts = fields.list("unverified_facts").orElse(List.of());
        if (unverified == facts.isEmpty()) {
            throw new InvalidSettings(
                    "unverified_facts", "unverified_facts must be listed exactly where unverified is true");
        }
        if (!unverified && documents.isEmpty()) {
            throw new InvalidSettings(
                    "documents", "documents must name what was read of the provider's own, or unverified be true");
        }
        return facts;
    }

    private static Template.Developer developer(JsonFields fields) {
        JsonFields developer = fields.object("developer", DEVELOPER)
                .orElseThrow(() -> new InvalidSettings("developer", "developer is required; say how an app registers"));
        List<String> steps = developer.list("steps").orElse(List.of());
        if (steps.isEmpty()) {
            throw new InvalidSettings("developer.steps", "developer.steps must say what a developer has to do");
        }
        Optional<URI> registerAt = developer.url("register_at");
        return new Template.Developer(
                registerAt,
                List.copyOf(steps),
                developer.text("no_refresh_token"),
                developer.text("dead_refresh_token"));
    }

    private static List<Input> inputs(JsonFields fields) {
        List<Input> inputs = new ArrayList<>();
        fields.json("inputs").ifPresent(declared -> {
            for (Map.Entry<String, Object> entry : declared) {
                if (!(entry.getValue() instanceof JsonObject input)) {
                    throw new InvalidSettings("inputs." + entry.getKey(), "inputs must be objects with a title");
                }
                inputs.add(Input.read(entry.getKey(), input));
            }
        });
        return inputs;
    }

    private static JsonObject settings(JsonFields fields) {
        return fields.json("settings")
                .orElseThrow(() -> new InvalidSettings("settings", "settings is required; add the provider's URLs"));
    }

    /** Usable with the examples is usable with whatever else fits the patterns. */
    private static void check(Template template) {
        Set<String> names = template.inputs().stream().map(Input::name).collect(Collectors.toSet());
        Set<String> found = found(template.settings(), names);
        template.settings()
                .forEach(entry -> Placeholders.check(
                        "settings." + entry.getKey(),
                        entry.getValue(),
                        entry.getKey().equals(CAPTURES) ? found : names));
        Map<String, String> examples =
                template.inputs().stream().collect(Collectors.toMap(Input::name, Input::example));
        try {
            template.settings(examples, Set.of(), new JsonObject(), UrlPolicy.HTTPS_ONLY);
        } catch (InvalidSettings fault) {
            throw new InvalidSettings("settings." + fault.field(), "settings." + fault.getMessage());
        }
    }

    /** What may stand in a text of {@code captures}: inputs, and whatever is not such a text itself. */
    private static Set<String> found(JsonObject settings, Set<String> inputs) {
        Set<String> found = new TreeSet<>(inputs);
        if (settings.getValue(CAPTURES) instanceof JsonObject captures) {
            captures.forEach(entry -> {
                if (!(entry.getValue() instanceof JsonObject source) || !source.containsKey("template")) {
                    found.add(entry.getKey());
                }
            });
        }
        return found;
    }
}

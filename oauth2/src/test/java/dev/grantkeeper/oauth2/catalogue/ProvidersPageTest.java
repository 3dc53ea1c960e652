package dev.grantkeeper.oauth2.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps docs/providers.md what the templates say; {@code -Dproviders.page=write} writes it anew. */
class ProvidersPageTest {
    private static final Path PAGE = Path.of("../docs/providers.md");

    @Test
    void page_saysWhatTheTemplatesSay() throws IOException {
        var page = page(List.copyOf(Catalogue.builtIn().templates()));
        if ("write".equals(System.getProperty("providers.page"))) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("run with -Dproviders.page=write to write it anew")
                .isEqualTo(page);
    }

    private static String page(List<Template> templates) {
        var lines = new ArrayList<String>();
        lines.add("# Providers");
        lines.add("");
        lines.add(
                "Written from the catalogue's templates; change those, not this page. A definition names a template by its id:");
        lines.add(
                "`{\"type\": \"oauth2\", \"template\": \"google\", \"client_id\": …}`; `settings` beside it say what is to be"
                        + " otherwise.");
        lines.add("");
        lines.add(
                "An unverified template has facts that nobody could read in the provider's own documentation: try it first.");
        lines.add("");
        lines.add(
                "Where nobody authorizes, the app itself is given tokens (client credentials) and no redirect URI is needed.");
        lines.add("");
        lines.add("| id | provider | category | verified | who authorizes | asks for |");
        lines.add("|---|---|---|---|---|---|");
        for (var template : templates) {
            lines.add("| [%s](#%s) | %s | %s | %s | %s | %s |"
                    .formatted(
                            template.id(),
                            template.id(),
                            template.name(),
                            template.category(),
                            template.isVerified() ? "yes" : "**no**",
                            needsPerson(template) ? "a person" : "nobody",
                            template.inputs().stream()
                                    .map(input -> "`" + input.name() + "`")
                                    .collect(Collectors.joining(", "))));
        }
        templates.forEach(template -> describe(template, lines));
        return String.join("\n", lines) + "\n";
    }

    private static void describe(Template template, List<String> lines) {
        lines.addAll(List.of("", "## " + template.id(), "", "**" + template.name() + "**", ""));
        lines.add(
                needsPerson(template)
                        ? "A person authorizes the app at the provider."
                        : "The client alone gets tokens; nobody authorizes anything.");
        var steps = new ArrayList<>(template.developer().steps());
        template.developer().registerAt().ifPresent(url -> steps.add(0, "Register at <" + url + ">."));
        section(lines, "What the developer does:", steps);
        section(
                lines,
                "What it asks for:",
                template.inputs().stream()
                        .map(input -> "`" + input.name() + "`: " + input.title() + ", such as `" + input.example() + "`"
                                + input.usual()
                                        .map(value -> "; `" + value + "` unless given")
                                        .orElse(""))
                        .toList());
        section(
                lines,
                "What it keeps of an account:",
                template.settings().getJsonObject("captures", new JsonObject()).fieldNames().stream()
                        .map(name -> "`" + name + "`")
                        .toList());
        section(lines, "Not verified:", template.unverifiedFacts());
        template.developer().noRefreshToken().ifPresent(why -> lines.addAll(List.of("", "Refresh tokens: " + why)));
        template.developer()
                .deadRefreshToken()
                .ifPresent(what -> lines.addAll(List.of("", "A refresh token that no longer works: " + what)));
        section(
                lines,
                "Read:",
                template.documents().stream()
                        .map(document -> "<" + document.url() + "> (" + document.read() + "): " + document.says())
                        .toList());
    }

    private static boolean needsPerson(Template template) {
        return !"client_credentials".equals(template.settings().getString("grant"));
    }

    private static void section(List<String> lines, String title, List<String> entries) {
        if (!entries.isEmpty()) {
            lines.addAll(List.of("", title, ""));
            entries.forEach(entry -> lines.add("- " + entry));
        }
    }
}

package dev.grantkeeper.oauth2.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.inputs.Input;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    private static final String ACME = """
            template: acme
            name: Acme
            category: crm
            documents:
              - url: https://acme.example/docs
                read: 2026-11-24
                says: everything
            developer:
              steps:
                - Register an app.
            inputs:
              site:
                title: Acme site
                example: north
                pattern: "[a-z]{2,20}"
            settings:
              authorization_url: https://{site}.acme.example/authorize
              token_url: https://{site}.acme.example/token
              authorization_parameters: {site: "{site}"}
              scopes: [read]
            """;

    @TempDir
    private Path folder;

    @Test
    void builtIn_hasATemplateForEachFileAndAFileForEach() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/dev/grantkeeper/oauth2/catalogue"))) {
            var named = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .collect(Collectors.toSet());
            assertThat(Catalogue.builtIn().templates())
                    .extracting(Template::id)
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void builtIn_verifiedTemplates_nameSecureDocuments() {
        assertThat(Catalogue.builtIn().templates().stream().filter(Template::isVerified))
                .hasSizeGreaterThanOrEqualTo(50)
                .allSatisfy(template -> assertThat(template.documents())
                        .isNotEmpty()
                        .allSatisfy(document -> assertThat(document.url()).hasScheme("https")));
    }

    /** Else whoever has to connect again is perhaps never asked to, and nobody has been told. */
    @Test
    void builtIn_verifiedTemplatesThatRenew_sayHowADeadRefreshTokenIsAnswered() {
        var renewing = Catalogue.builtIn().templates().stream()
                .filter(Template::isVerified)
                .filter(template ->
                        !"client_credentials".equals(template.settings().getString("grant")))
                .filter(template -> template.developer().noRefreshToken().isEmpty()
                        || !renewals(template).isEmpty());

        assertThat(renewing).isNotEmpty().allSatisfy(template -> assertThat(
                        renewals(template).contains("rejected")
                                || template.developer().deadRefreshToken().isPresent())
                .as(template.id() + " has a fixture of a rejected renewal, or developer.dead_refresh_token")
                .isTrue());
    }

    /** How the renewals among the template's fixtures end. */
    private static List<String> renewals(Template template) {
        var fixtures = YamlReader.resource("/dev/grantkeeper/oauth2/fixtures/" + template.id() + ".yaml")
                .getJsonArray("fixtures");
        return fixtures.stream()
                .map(JsonObject.class::cast)
                .filter(fixture -> Set.of("refresh", "renew")
                        .contains(fixture.getJsonObject("request").getString("kind")))
                .map(fixture -> fixture.getJsonObject("outcome").getString("result"))
                .toList();
    }

    @Test
    void builtIn_everyInput_canBeLeftToWhoeverConnects() {
        assertThat(Catalogue.builtIn().templates()).allSatisfy(template -> {
            var all = template.inputs().stream().map(Input::name).collect(Collectors.toSet());

            assertThat(template.settings(Map.of(), all, new JsonObject(), UrlPolicy.HTTPS_ONLY)
                            .inputs())
                    .hasSameSizeAs(all);
        });
    }

    @Test
    void settings_inputAskedOfPeople_leadsNowhereUntilTheyAnswer() throws Exception {
        var stated = acme().settings(Map.of(), Set.of("site"), new JsonObject(), UrlPolicy.HTTPS_ONLY);

        assertThat(stated.inputs()).extracting(Input::name).containsExactly("site");
        assertThat(stated.settings().tokenUrl().getHost()).endsWith(".invalid");
        assertThat(stated.with(Map.of("site", "south")).settings().tokenUrl())
                .hasToString("https://south.acme.example/token");
    }

    @Test
    void settings_inputAskedThatTheTemplateHasNot_isRefused() throws Exception {
        var acme = acme();

        assertThatThrownBy(() -> acme.settings(Map.of(), Set.of("side"), new JsonObject(), UrlPolicy.HTTPS_ONLY))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("ask must name inputs of the template");
    }

    @Test
    void settings_inputGiven_standsInUrlsAndParameters() throws Exception {
        var settings = acme().settings(Map.of("site", "south"), Set.of(), new JsonObject(), UrlPolicy.HTTPS_ONLY)
                .settings();

        assertThat(settings.tokenUrl()).hasToString("https://south.acme.example/token");
        assertThat(settings.authorizationParameters()).containsEntry("site", "south");
    }

    @Test
    void settings_developerSaysOtherwise_winsOverTheTemplate() throws Exception {
        var scopes = new JsonObject().put("scopes", new JsonArray().add("write"));

        assertThat(acme().settings(Map.of("site", "south"), Set.of(), scopes, UrlPolicy.HTTPS_ONLY)
                        .settings()
                        .scopes())
                .containsExactly("write");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "evil.example/",
                "x@evil.example",
                "north#",
                "north?",
                "NORTH",
                "nor th",
                "",
                "north\n",
                "[::1]",
                ".",
                "..",
                "%2e",
                "{site}",
                "x:443"
            })
    void settings_inputThatDoesNotFit_isRefusedByName(String value) throws Exception {
        var acme = acme();

        assertThatThrownBy(() -> acme.settings(Map.of("site", value), Set.of(), new JsonObject(), UrlPolicy.HTTPS_ONLY))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("inputs.site must be the Acme site, such as north");
    }

    @Test
    void settings_inputMissingOrUnknown_isRefused() throws Exception {
        var acme = acme();

        assertThatThrownBy(() -> acme.settings(Map.of(), Set.of(), new JsonObject(), UrlPolicy.HTTPS_ONLY))
                .hasMessageContaining("inputs.site is missing");
        assertThatThrownBy(() -> acme.settings(
                        Map.of("site", "south", "side", "x"), Set.of(), new JsonObject(), UrlPolicy.HTTPS_ONLY))
                .hasMessageContaining("known are: site");
    }

    /** Each fault as an operator meets it: which file, which line, what to change. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "template: acme|template: acne|1|template must be the file's name",
                "category: crm|category: cars|3|category must be one of",
                "name: Acme|title: Acme|2|title is not a setting here",
                "read: 2026-11-24|read: yesterday|6|documents.0.read must be a date",
                "steps:|stairs:|9|developer.stairs is not a setting here",
                "example: north|example: N0RTH|12|inputs.site must be the Acme site",
                "'pattern: \"[a-z]{2,20}\"'|'pattern: \"[a-z\"'|15|is not a regular expression",
                "scopes: [read]|scopes: [read, read]|20|settings.scopes names a scope twice",
                "scopes: [read]|scopes: [true]|20|settings.scopes must be a list of strings",
                "scopes: [read]|scops: [read]|20|settings.scops is not a setting here",
                "https://{site}.acme.example/token|https://{host}.acme.example/token|18|is not among the inputs",
                "https://{site}.acme.example/token|https://{site}.example/token|18|must end its host",
                "https://{site}.acme.example/token|https://{site}/token|18|must end its host",
                "https://{site}.acme.example/token|https://acme.example.{site}/token|18|must end its host",
                "https://{site}.acme.example/token|http://acme.example/token|18|must be an absolute https URL",
                "scopes: [read]|'token_url: https://acme.example/token'|20|is written twice",
                "scopes: [read]|scopes: !!java.net.URL [read]|20|is not YAML",
                "scopes: [read]|pkce: yes|20|settings.pkce must be text, a whole number, true or false",
                "says: everything|says: *other|7|is not YAML"
            })
    void read_faultyTemplate_namesFileLineAndRemedy(String from, String to, int line, String message) throws Exception {
        assertThat(ACME).contains(from);

        assertThatThrownBy(() -> read(ACME.replace(from, to)))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageStartingWith(folder.resolve("acme.yaml") + ":" + line + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void read_unverifiedWithoutFacts_isRefused() {
        assertThatThrownBy(() -> read("unverified: true\n" + ACME)).hasMessageContaining("unverified_facts");
    }

    @Test
    void read_aliasesThatGrow_areRefused() {
        var bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n" + ACME;

        assertThatThrownBy(() -> read(bomb)).isInstanceOf(InvalidTemplate.class);
    }

    @Test
    void read_clientCredentials_needNoAuthorizationUrl() throws Exception {
        var alone = ACME.replace(
                "  authorization_url: https://{site}.acme.example/authorize\n", "  grant: client_credentials\n");

        var settings = read(alone.replace("  authorization_parameters: {site: \"{site}\"}\n", ""))
                .settings(Map.of("site", "south"), Set.of(), new JsonObject(), UrlPolicy.HTTPS_ONLY)
                .settings();

        assertThat(settings.needsPerson()).isFalse();
        assertThat(settings.authorizationUrl()).isEmpty();
    }

    @Test
    void read_personsGrantWithoutAuthorizationUrl_isRefused() {
        var none = ACME.replace("  authorization_url: https://{site}.acme.example/authorize\n", "");

        assertThatThrownBy(() -> read(none)).hasMessageContaining("authorization_url");
    }

    @Test
    void read_captureThatIsATemplate_isFilledWithInputsAndWithOtherCaptures() throws Exception {
        var settings = read(ACME
                        + "  captures: {realm: {callback: realm}, api_url:"
                        + " {template: \"https://{site}.acme.example/v1/{realm}\"}}\n")
                .settings(Map.of("site", "south"), Set.of(), new JsonObject(), UrlPolicy.HTTPS_ONLY)
                .settings();

        assertThat(settings.captured(Map.of("realm", "7"))).containsEntry("api_url", "https://south.acme.example/v1/7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://{site}.acme.example/{relm}|is not among the inputs",
                "https://{site}.acme.example/{other}|is not among the inputs",
                "https://{realm}/v1|must end its host"
            })
    void read_captureThatIsATemplateNobodyCouldFill_isRefused(String text, String message) {
        var faulty = ACME
                + "  captures: {realm: {callback: realm}, other: {template: \"{site}\"},"
                + " api_url: {template: \"" + text + "\"}}\n";

        assertThatThrownBy(() -> read(faulty))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageContaining("settings.captures.api_url.template")
                .hasMessageContaining(message);
    }

    @Test
    void with_idThatIsTaken_isRefused() throws Exception {
        Files.writeString(folder.resolve("google.yaml"), ACME.replace("template: acme", "template: google"));
        var builtIn = Catalogue.builtIn();

        assertThatThrownBy(() -> builtIn.with(folder)).hasMessageContaining("google already; rename it");
    }

    private Template acme() throws IOException {
        return read(ACME);
    }

    private Template read(String yaml) throws IOException {
        Files.writeString(folder.resolve("acme.yaml"), yaml);
        return Catalogue.builtIn().with(folder).find("acme").orElseThrow();
    }
}

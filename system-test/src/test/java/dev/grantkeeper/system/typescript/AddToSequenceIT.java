package dev.grantkeeper.system.typescript;

import static dev.grantkeeper.system.caller.Platform.APP;
import static dev.grantkeeper.system.caller.Platform.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grantkeeper.system.caller.Browser;
import dev.grantkeeper.system.caller.FrontEnd;
import dev.grantkeeper.system.caller.Http;
import dev.grantkeeper.system.caller.Platform;
import dev.grantkeeper.system.caller.Prompt;
import dev.grantkeeper.system.caller.PromptStream;
import dev.grantkeeper.system.caller.Provider;
import dev.grantkeeper.system.machine.Layout;
import dev.grantkeeper.system.machine.Machine;
import dev.grantkeeper.system.machine.Programs;
import dev.grantkeeper.system.typescript.NodePlatform.Execution;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The example that app developers are given, word for word, on the real product: {@code add-to-sequence.server.ts} in
 * Node.js, and its requests go to {@code https://emailsequencingtool.com}. Each test has a user of its own.
 */
class AddToSequenceIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Map<String, ?> PROSPECT =
            Map.of("email", "grace@example.com", "sequenceId", 7, "mailboxId", 11);

    private static Machine machine;
    private static MailSequencer sequencer;
    private static NodePlatform node;
    private static Platform platform;
    private static Provider provider;

    @BeforeAll
    static void start() throws IOException {
        var parent = Files.createDirectories(Path.of("target", "system-test"));
        var directory = Files.createTempDirectory(parent, "typescript-").toAbsolutePath();
        var programs = Programs.ofThisProject();
        machine = Machine.start(new Layout(directory, 1, 1), programs, System.out::println);
        sequencer = MailSequencer.start(machine.sandbox(), directory);
        node = NodePlatform.install(
                programs.home(), directory.resolve("platform"), machine.vaults().get(0), sequencer);
        var secrets = machine.credentials();
        platform = new Platform(machine.sandbox(), secrets.bootstrapSecret(), (name, token) -> {});
        provider = new Provider(machine.sandbox(), secrets.clientSecret());
        define();
    }

    @AfterAll
    static void stop() {
        if (sequencer != null) {
            sequencer.close();
        }
        if (machine != null) {
            machine.close();
        }
    }

    @Test
    void example_notConnected_throwsAndPromptsAdaAndWorksOnceSheConnectedAsLongAsItTakes() {
        try (var stream = stream("ada", "member")) {
            var refused = add("ada");

            assertThat(refused.path("ok").asBoolean()).isFalse();
            assertThat(refused.at("/error/name").asText()).isEqualTo("AuthRequiredError");
            var prompt = stream.await(SOON, "prompt", Prompt::isOpen);
            assertThat(prompt.reason()).isEqualTo("never_connected");
            assertThat(prompt.owner()).isEqualTo("user:ada");
            assertThat(told(refused))
                    .isEqualTo(List.of(
                            "user",
                            "never_connected",
                            prompt.id(),
                            prompt.link().toString()));

            connect("ada", prompt.link());
            stream.await(SOON, "resolved prompt", Prompt::isResolved);
            assertAdded("ada", add("ada"));
            var token = platform.execution(WORKSPACE, "ada");
            var longRun = run(new Execution(token, "keeps-going.server.ts", Map.of("seconds", 14)))
                    .get(0);
            assertThat(longRun.path("value").asInt()).as(longRun.toString()).isGreaterThan(1);
            assertThat(new PostgresReports(machine).by("ada")).isZero();
        }
    }

    @Test
    void example_tokenRejected_throwsAndTheNextExecutionWorks() {
        connect("bob", link(add("bob")));
        assertAdded("bob", add("bob"));
        sequencer.beforeTheNext(AddToSequenceIT::revokeAlone);

        var rejected = add("bob");

        assertThat(rejected.path("ok").asBoolean()).isFalse();
        assertThat(rejected.at("/error/message").asText()).startsWith("Failed to add prospect to sequence: ");
        assertThat(rejected.path("authRequired").isEmpty()).isTrue();
        var reports = new PostgresReports(machine);
        assertThat(reports.by("bob")).isEqualTo(1);
        var rejectedToken = sequencer.tokens().get(sequencer.tokens().size() - 1);
        assertAdded("bob", add("bob"));
        assertThat(sequencer.tokens().get(sequencer.tokens().size() - 1)).isNotEqualTo(rejectedToken);
        assertThat(reports.by("bob")).isEqualTo(1);
    }

    @Test
    void example_grantRevoked_throwsAndPromptsGraceAndTheNextExecutionThrowsAtOnce() {
        try (var stream = stream("grace", "member")) {
            connect("grace", link(add("grace")));
            stream.await(SOON, "resolved prompt", Prompt::isResolved);
            sequencer.beforeTheNext(token -> provider.revoke("grace"));

            var rejected = add("grace");

            assertThat(rejected.at("/error/message").asText()).startsWith("Failed to add prospect to sequence: ");
            var prompt = stream.await(
                    SOON, "prompt", shown -> shown.isOpen() && shown.reason().equals("grant_revoked"));
            assertThat(told(rejected))
                    .isEqualTo(List.of(
                            "user", "grant_revoked", prompt.id(), prompt.link().toString()));
            int requests = sequencer.tokens().size();
            var refused = add("grace");
            assertThat(refused.at("/error/name").asText()).isEqualTo("AuthRequiredError");
            assertThat(link(refused)).isEqualTo(prompt.link());
            assertThat(sequencer.tokens()).hasSize(requests);
        }
    }

    @Test
    void appCode_swallowsTheError_theAdminIsPromptedAllTheSame() {
        try (var stream = stream("heidi", "admin")) {
            var result = run(new Execution(
                            platform.execution(WORKSPACE, "heidi"), "swallows-errors.server.ts", Map.of()))
                    .get(0);

            assertThat(result.path("value").asText()).isEqualTo("nothing happened");
            var prompt = stream.await(SOON, "prompt", Prompt::isOpen);
            assertThat(prompt.owner()).isEqualTo("workspace:" + WORKSPACE);
            assertThat(told(result))
                    .isEqualTo(List.of(
                            "workspace",
                            "never_connected",
                            prompt.id(),
                            prompt.link().toString()));
        }
    }

    @Test
    void example_ofNobodyAndOfPeopleAtOnce_eachHasItsOwnEnd() {
        var ends = run(
                execution(platform.executionOfNobody(WORKSPACE)),
                execution(platform.execution(WORKSPACE, "ivan")),
                execution(platform.execution(WORKSPACE, "judy")));

        assertThat(ends)
                .extracting(end -> end.at("/error/name").asText())
                .containsExactly("NoUserError", "AuthRequiredError", "AuthRequiredError");
        assertThat(ends.get(0).path("authRequired").isEmpty()).isTrue();
        assertThat(link(ends.get(1))).isNotEqualTo(link(ends.get(2)));
    }

    private static JsonNode add(String user) {
        return run(execution(platform.execution(WORKSPACE, user))).get(0);
    }

    private static Execution execution(String token) {
        return new Execution(token, "add-to-sequence.server.ts", PROSPECT);
    }

    private static List<JsonNode> run(Execution... executions) {
        return node.run(executions);
    }

    private static void assertAdded(String user, JsonNode result) {
        assertThat(result.at("/value/addedBy").asText()).as(result.toString()).isEqualTo(user);
        assertThat(result.at("/value/email").asText()).isEqualTo("grace@example.com");
        assertThat(result.path("authRequired").isEmpty()).isTrue();
    }

    private static List<String> told(JsonNode result) {
        assertThat(result.path("authRequired")).hasSize(1);
        var required = result.at("/authRequired/0");
        return List.of(
                required.path("owner").asText(),
                required.path("cause").asText(),
                required.path("promptId").asText(),
                required.path("connectUrl").asText());
    }

    private static URI link(JsonNode result) {
        return URI.create(told(result).get(3));
    }

    private static PromptStream stream(String person, String role) {
        return PromptStream.open(machine.vaults().get(0), person, platform.person(person, role));
    }

    private static void connect(String user, URI link) {
        var browser = new Browser(user, machine.credentials().passwords().get(user));
        browser.signIn(machine.vaults().get(0), platform.person(user, "member"));
        assertThat(browser.follow(link).status()).isEqualTo(200);
    }

    /** The access token, and not what the next one is asked for with (RFC 7009 section 2.1). */
    private static void revokeAlone(String token) {
        new Http()
                .postForm(
                        machine.sandbox().resolve("/oauth2/revoke"),
                        Http.basic(APP, machine.credentials().clientSecret()),
                        Map.of("token", token, "token_type_hint", "access_token"))
                .expect(200);
    }

    private static void define() {
        var sandbox = machine.sandbox();
        var dashboard = new FrontEnd(machine.vaults().get(0), platform.developer());
        var settings = Map.of(
                "authorization_url", sandbox.resolve("/oauth2/authorize").toString(),
                "token_url", sandbox.resolve("/oauth2/token").toString(),
                "client_authentication", "basic",
                "scopes", List.of("sequences.write"),
                "rotation", "strict");
        dashboard
                .define(
                        "user",
                        Map.of(
                                "type",
                                "oauth2",
                                "settings",
                                settings,
                                "client_id",
                                APP,
                                "client_secret",
                                machine.credentials().clientSecret()))
                .expect(201);
        dashboard.define("workspace", Map.of("type", "secret")).expect(201);
    }
}

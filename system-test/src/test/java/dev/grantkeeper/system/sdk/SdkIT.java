package dev.grantkeeper.system.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grantkeeper.sdk.AuthRequired;
import dev.grantkeeper.sdk.Connection;
import dev.grantkeeper.sdk.Grantkeeper;
import dev.grantkeeper.sdk.GrantkeeperException;
import dev.grantkeeper.sdk.LookupOptions;
import dev.grantkeeper.sdk.NoUser;
import dev.grantkeeper.sdk.NotConfigured;
import dev.grantkeeper.sdk.Rejection;
import dev.grantkeeper.sdk.Unauthenticated;
import dev.grantkeeper.sdk.Unavailable;
import dev.grantkeeper.system.caller.Developer;
import dev.grantkeeper.system.caller.Http;
import dev.grantkeeper.system.fleet.CodeFlow;
import dev.grantkeeper.system.fleet.Member;
import dev.grantkeeper.system.fleet.PlatformTokens;
import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.ClusterPlan;
import dev.grantkeeper.system.machine.Layout;
import dev.grantkeeper.system.machine.Node;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.system.machine.Programs;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Rotation;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import dev.grantkeeper.testkit.authorization.TokenPolicy;
import dev.grantkeeper.testkit.authorization.Which;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The SDK at a vault, a worker, a provider and a service that run; what it prints is what its README shows. */
class SdkIT {

    private static final String APP = "email-sequencer";
    private static final String BRIEF = "brief";
    private static final Path README = Path.of("..", "sdk", "java", "README.md");

    private static Cluster cluster;
    private static ScriptableAuthorizationServer provider;
    private static Sequencer sequencer;

    @BeforeAll
    static void start() throws IOException {
        var parent = Files.createDirectories(Path.of("target", "system-test"));
        var layout = new Layout(Files.createTempDirectory(parent, "sdk-"), 1, 1);
        cluster = Cluster.start(ClusterPlan.of(layout), Programs.ofThisProject(), System.out::println);
        provider = cluster.newProvider();
        sequencer = new Sequencer(provider);
        new Developer(cluster).define(APP, provider, Map.of("rotation", "strict"));
    }

    @AfterAll
    static void stop() {
        if (sequencer != null) {
            sequencer.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void session_fromNeverConnectedToVaultAway_isTheOneInTheReadme() throws Exception {
        var ada = member(APP, "ada");
        var app = new AddToSequence(
                grantkeeper(ada).timeout(Duration.ofSeconds(4)).build());
        var session = new ArrayList<String>();

        session.add("never connected: " + told(app));
        connect(ada, link(app));
        session.add("connected:       " + told(app));
        sequencer.refuse(last(sequencer.bearers()));
        session.add("token refused:   " + told(app));
        var gus = member(APP, "gus");
        var other = new AddToSequence(grantkeeper(gus).build());
        connect(gus, link(other));
        other.add("grace@example.com", sequencer.uri());
        provider.revokeGrants(gus.owner());
        sequencer.refuse(last(sequencer.bearers()));
        session.add("grant revoked:   " + told(other));
        vault().program().kill();
        session.add("vault away:      " + told(app));
        cluster.restart(vault());
        session.add("vault back:      " + told(app));

        String readme = Files.readString(README);
        var source = Files.readString(Path.of("src/test/java/dev/grantkeeper/system/sdk/AddToSequence.java"));
        assertThat(readme).contains(source.substring(source.indexOf("final class")));
        assertThat(blocksOf(readme)).contains(anywhere(String.join("\n", session)));
    }

    @Test
    void neverConnected_askedWithoutPrompting_hasNoLink() {
        var failure = refusal(AuthRequired.class, member(APP, "bob"), LookupOptions.DEFAULTS.prompt(false));

        assertThat(failure.why()).isEqualTo("never_connected");
        assertThat(failure.link()).isEmpty();
    }

    @Test
    void scopes_notOffered_areNamed() {
        var failure = refusal(
                GrantkeeperException.class, member(APP, "bob"), LookupOptions.DEFAULTS.requiredScopes("everything"));

        assertThat(failure.reason()).isEqualTo("INVALID");
        assertThat(failure).hasMessageContaining("required_scopes");
    }

    @Test
    void connection_anotherAppOrKindOrNobodysOrForged_isItsFailure() {
        refusal(NotConfigured.class, member("undefined", "ada"), LookupOptions.DEFAULTS);
        var issuer = cluster.issuer();
        var person = Grantkeeper.at(vault().address(), () -> issuer.execution("acme", APP, "ada"));
        assertThat(catchThrowableOfType(
                        NotConfigured.class, () -> person.build().getWorkspaceConnection()))
                .hasMessageContaining("workspace");
        var stranger = Grantkeeper.at(vault().address(), () -> "no.token.atall");
        assertThat(catchThrowableOfType(
                        Unauthenticated.class, () -> stranger.build().getUserConnection()))
                .hasMessageNotContaining("no.token.atall");
        var schedule = Grantkeeper.at(vault().address(), () -> issuer.execution("acme", APP));
        assertThat(catchThrowableOfType(NoUser.class, () -> schedule.build().getUserConnection()))
                .isNotNull();
    }

    @Test
    void token_refusedByTheService_isReportedOnceAndReplaced() throws Exception {
        var carol = member(APP, "carol");
        var app = new AddToSequence(grantkeeper(carol).build());
        connect(carol, link(app));
        var before = grantkeeper(carol).build().getUserConnection();
        sequencer.refuse(before.value());
        long renewals = renewalsOf(APP);

        assertThat(app.add("a@example.com", sequencer.uri())).startsWith("201");

        var after = grantkeeper(carol).build().getUserConnection();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.generation()).isEqualTo(before.generation() + 1);
        assertThat(sequencer.bearers()).containsOnlyOnce(before.value(), after.value());
        assertThat(renewalsOf(APP)).isEqualTo(renewals + 1);
        assertThat(grantkeeper(carol).build().reportRejected(before))
                .isEqualTo(new Rejection(after.generation(), Rejection.Action.NEWER_VALUE));
    }

    /** The worker goes on only when the first try was answered. */
    @Test
    void token_expiredWhileNobodyRenews_isAwaitedWithinTheDeadline() throws Exception {
        new Developer(cluster).define(BRIEF, provider, Map.of("rotation", "strict"));
        provider.policy(
                BRIEF, TokenPolicy.of(Rotation.strict()).accessLife(Duration.ofSeconds(4), Duration.ofSeconds(4)));
        var dora = member(BRIEF, "dora");
        connect(
                dora,
                refusal(AuthRequired.class, dora, LookupOptions.DEFAULTS).link().orElseThrow());
        var worker = cluster.workers().get(0).program();
        worker.pause();
        Connection expired = grantkeeper(dora).build().getUserConnection(LookupOptions.DEFAULTS.minTtl(Duration.ZERO));
        awaitRenewing(dora);
        var tries = new AtomicInteger();
        var patient = Grantkeeper.at(vault().address(), () -> {
                    if (tries.incrementAndGet() == 2) {
                        worker.resume();
                    }
                    return execution(dora);
                })
                .timeout(Duration.ofSeconds(30))
                .build();

        var renewed = patient.getUserConnection();

        assertThat(renewed.generation()).isGreaterThan(expired.generation());
        assertThat(renewed.value()).isNotEqualTo(expired.value());
        assertThat(tries.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void vault_awayAndBack_isAwaitedWithinTheDeadline() throws Exception {
        var emma = member(APP, "emma");
        connect(
                emma,
                refusal(AuthRequired.class, emma, LookupOptions.DEFAULTS).link().orElseThrow());
        vault().program().kill();
        var answer = grantkeeper(emma)
                .timeout(Duration.ofSeconds(90))
                .build()
                .getUserConnectionAsync(LookupOptions.DEFAULTS);
        assertThat(answer).isNotDone();

        cluster.restart(vault());

        assertThat(answer.get().ownedBy()).isEqualTo(new Connection.Owner("user", "emma"));
    }

    @Test
    void vault_standingStill_isGivenUpAtTheDeadline() {
        vault().program().pause();
        try {
            long asked = System.nanoTime();
            refusal(Unavailable.class, member(APP, "fred"), LookupOptions.DEFAULTS.timeout(Duration.ofSeconds(1)));

            assertThat(Duration.ofNanos(System.nanoTime() - asked))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        } finally {
            vault().program().resume();
        }
    }

    private static String told(AddToSequence app) throws Exception {
        try {
            return app.add("grace@example.com", sequencer.uri());
        } catch (GrantkeeperException failure) {
            return failure.getClass().getSimpleName() + ": " + failure.getMessage();
        }
    }

    private static URI link(AddToSequence app) {
        return catchThrowableOfType(AuthRequired.class, () -> app.add("any@example.com", sequencer.uri()))
                .link()
                .orElseThrow();
    }

    private static <E extends GrantkeeperException> E refusal(Class<E> type, Member member, LookupOptions options) {
        var client = grantkeeper(member).build();
        var failure = catchThrowableOfType(type, () -> client.getUserConnection(options));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static void awaitRenewing(Member member) {
        Patience.await(Duration.ofSeconds(20), "end of the token", () -> {
            try {
                var soon = LookupOptions.DEFAULTS.minTtl(Duration.ZERO).timeout(Duration.ofMillis(900));
                grantkeeper(member).build().getUserConnection(soon);
                return Optional.empty();
            } catch (Unavailable renewing) {
                return Optional.of(renewing).filter(end -> end.reason().equals("RENEWING"));
            }
        });
    }

    /** All of its members together. */
    private static long renewalsOf(String app) {
        return provider.calls(Endpoint.TOKEN).stream()
                .filter(Which.refreshes().and(Which.ofClient(app)))
                .count();
    }

    private static Grantkeeper.Builder grantkeeper(Member member) {
        return Grantkeeper.at(vault().address(), () -> execution(member));
    }

    private static String execution(Member member) {
        return cluster.issuer().execution(member.workspace(), member.app(), member.user());
    }

    private static void connect(Member member, URI link) {
        CodeFlow.at(PlatformTokens.of(cluster.issuer()), SdkIT::consent).follow(vault().address(), member, link);
    }

    private static URI consent(URI request, Member member) {
        try {
            var asked = URI.create(request + "&login_hint=" + Http.encode(member.owner()));
            var sent = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(asked).build(), BodyHandlers.discarding());
            return URI.create(sent.headers().firstValue("Location").orElseThrow());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the provider does not answer", e);
        }
    }

    private static Node vault() {
        return cluster.vaults().get(0);
    }

    private static Member member(String app, String user) {
        return new Member(Cluster.ISSUER_ALIAS, "acme", app, user);
    }

    private static String last(List<String> texts) {
        return texts.get(texts.size() - 1);
    }

    private static List<String> blocksOf(String readme) {
        return Arrays.stream(readme.split("```[a-z]*\n"))
                .map(block -> anywhere(block.strip()))
                .toList();
    }

    /** Without what differs from run to run. */
    private static String anywhere(String text) {
        return text.replaceAll("http://127\\.0\\.0\\.1:[0-9]+", "http://127.0.0.1:0")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id");
    }
}

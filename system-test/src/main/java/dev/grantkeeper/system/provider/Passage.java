package dev.grantkeeper.system.provider;

import dev.grantkeeper.system.caller.Answer;
import dev.grantkeeper.system.caller.FrontEnd;
import dev.grantkeeper.system.caller.Looked.Served;
import dev.grantkeeper.system.caller.Lookup;
import dev.grantkeeper.system.caller.LookupRest;
import dev.grantkeeper.system.caller.Prompt;
import dev.grantkeeper.system.caller.PromptStream;
import dev.grantkeeper.system.fleet.CodeFlow;
import dev.grantkeeper.system.fleet.Member;
import dev.grantkeeper.system.fleet.PlatformTokens;
import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.system.platform.MachineClock;
import dev.grantkeeper.system.story.Check;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One person's connection at one authorization server, from the definition to the disconnect. */
final class Passage implements AutoCloseable {

    private static final String WORKSPACE = "acme";
    private static final Duration STEADY = Duration.ofSeconds(40);
    private static final long LEAST_RENEWALS = 3;
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final Duration RENEWING = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final AuthorizationServer server;
    private final Consumer<String> shown;
    private final URI vault;
    private final Member member;
    private final PlatformTokens tokens;
    private final CodeFlow flow;
    private final Lookup lookup;
    private final FrontEnd settingsPage;
    private final String execution;
    private final PromptStream stream;

    /** @param shown told what each column shows, in their order */
    Passage(Cluster cluster, AuthorizationServer server, Consumer<String> shown) {
        this.cluster = cluster;
        this.server = server;
        this.shown = shown;
        this.vault = cluster.vaults().get(0).address();
        this.member = new Member(
                Cluster.ISSUER_ALIAS,
                WORKSPACE,
                server.particulars().registration().app(),
                Site.PERSON);
        this.tokens = PlatformTokens.of(cluster.issuer());
        this.flow = CodeFlow.at(tokens, server.person());
        this.lookup = new LookupRest(vault);
        this.settingsPage = new FrontEnd(vault, tokens.person(member));
        this.execution = tokens.execution(member);
        this.stream = PromptStream.open(vault, member.user(), tokens.person(member));
    }

    /** @throws RuntimeException saying what did not hold */
    void play() {
        shown.accept(define());
        var asked = lookup.refused(lookup.user(execution), "AUTH_REQUIRED").details();
        var connected = connect(asked.get("prompt_id"), URI.create(asked.get("connect_url")));
        shown.accept("from the prompt `" + asked.get("cause") + "`; the token is active ("
                + server.particulars().ways().active() + ")");

        var last = renew(connected);

        var link = endGrant(asked.get("prompt_id"));
        var reconnected = reconnect(last, link);
        shown.accept(disconnect(reconnected));
        new Presented(server.presented()).once();
        shown.accept(new ClientAlone(dashboard(), lookup, server).play(execution));
    }

    @Override
    public void close() {
        stream.close();
    }

    private String define() {
        var registration = server.particulars().registration();
        Answer defined = dashboard()
                .define(
                        "user",
                        Map.of(
                                "type", "oauth2",
                                "settings",
                                        Map.of(
                                                "issuer",
                                                server.particulars().issuer().toString(),
                                                "scopes",
                                                server.particulars().scopes()),
                                "client_id", registration.clientId(),
                                "client_secret", registration.clientSecret()))
                .expect(201);
        Check.that(!defined.text("settings.token_url").isEmpty(), "no token_url was discovered");
        Check.that(!defined.text("settings.revocation_url").isEmpty(), "no revocation_url was discovered");
        return "issuer alone; found `" + defined.text("settings.client_authentication") + "`, revocation"
                + (defined.body().at("/settings/issuer").isTextual() ? ", and `iss`" : "");
    }

    private FrontEnd dashboard() {
        return new FrontEnd(
                vault,
                cluster.issuer().developer(server.particulars().registration().app()));
    }

    /** Follows a prompt's link through the authorization server until lookups serve what was granted. */
    private Served connect(String prompt, URI link) {
        flow.follow(vault, member, link);
        stream.await(AT_ONCE, "resolved prompt", any -> any.id().equals(prompt) && any.isResolved());
        var served = lookup.served(lookup.user(execution));
        Check.same("whose connection it is", "user:" + member.user(), served.owner());
        Check.that(
                server.isActive(served.value()),
                "the token is not active at " + server.particulars().name());
        return served;
    }

    private Served renew(Served connected) {
        var seen = new Steady(lookup, server).lookUp(execution, STEADY);
        Check.same("the connection's id", connected.id(), seen.last().id());
        shown.accept(seen.lookups() + " times in " + STEADY.toSeconds() + " s, each active, each good for "
                + seen.closest().toMillis() / 100 / 10.0 + " s or more");
        var presented = new Presented(server.presented());
        var now = lookup.served(lookup.user(execution));
        long renewals = now.generation() - connected.generation();
        Check.that(renewals >= LEAST_RENEWALS, "only " + renewals + " renewals were seen");
        shown.accept(renewals + " times; tokens live "
                + server.particulars().accessLife().toSeconds() + " s");
        presented.requireFor(renewals);
        shown.accept(presented.once());
        return now;
    }

    /** Returns the link of the prompt that this leads to. */
    private URI endGrant(String earlier) {
        shown.accept(server.particulars().ways().ended());
        long begun = System.nanoTime();
        server.endGrant();
        var limit = server.particulars().accessLife().plus(RENEWING);
        Prompt prompt = stream.await(
                limit,
                "prompt after the grant's end",
                any -> any.isOpen()
                        && any.app().equals(member.app())
                        && !any.id().equals(earlier));
        long tenths = (System.nanoTime() - begun) / 100_000_000;
        Check.same("the prompt's reason", "grant_revoked", prompt.reason());
        Check.same("whose prompt it is", "user:" + member.user(), prompt.owner());
        var refused = lookup.refused(lookup.user(execution), "AUTH_REQUIRED").details();
        Check.same("the cause", prompt.reason(), refused.get("cause"));
        Check.same("the prompt of the lookup", prompt.id(), refused.get("prompt_id"));
        shown.accept("`" + prompt.reason() + "` after " + tenths / 10.0 + " s");
        return prompt.link();
    }

    private Served reconnect(Served last, URI link) {
        long dead = generation(last.id());
        String prompt = link.getPath().substring(link.getPath().lastIndexOf('/') + 1);
        var served = connect(prompt, link);
        Check.same("the connection's id after reconnecting", last.id(), served.id());
        Check.same("its generation", dead + 1, served.generation());
        shown.accept("same connection id, generation " + dead + " became " + served.generation());
        return served;
    }

    private long generation(String connection) {
        for (var listed : settingsPage.connections().expect(200).body().path("connections")) {
            if (listed.path("id").asText().equals(connection)) {
                return listed.path("generation").asLong();
            }
        }
        throw new IllegalStateException("the settings page shows no connection " + connection);
    }

    /** Well before the access token's end, so that nothing but a revocation can have ended it. */
    private String disconnect(Served served) {
        long begun = System.nanoTime();
        settingsPage.disconnect(served.id()).expect(204);
        lookup.refused(lookup.user(execution), "AUTH_REQUIRED");
        Patience.await(AT_ONCE, "revocation at " + server.particulars().name(), () -> Optional.of(served.value())
                .filter(server::isRevoked));
        long tenths = (System.nanoTime() - begun) / 100_000_000;
        Check.that(
                served.expiresAt().isAfter(MachineClock.get().instant()),
                "the token ended by itself at " + served.expiresAt());
        return "revoked after " + tenths / 10.0 + " s: "
                + server.particulars().ways().revoked();
    }
}

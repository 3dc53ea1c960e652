package dev.grantkeeper.system.story;

import dev.grantkeeper.system.caller.AuthRequiredTopic;
import dev.grantkeeper.system.caller.Browser;
import dev.grantkeeper.system.caller.FrontEnd;
import dev.grantkeeper.system.caller.Looked.Served;
import dev.grantkeeper.system.caller.Lookup;
import dev.grantkeeper.system.caller.LookupGrpc;
import dev.grantkeeper.system.caller.LookupRest;
import dev.grantkeeper.system.caller.Platform;
import dev.grantkeeper.system.caller.PromptStream;
import dev.grantkeeper.system.caller.Provider;
import dev.grantkeeper.system.machine.Credentials;
import dev.grantkeeper.system.machine.Machine;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Whom the steps share: the machine, those who call it, and what a later step needs of an earlier one. Where there are
 * several vaults, streams are open at the first, other calls go to the last, and lookups to each in turn.
 */
final class Stage implements AutoCloseable {

    static final String ADA = "ada";
    static final String BOB = "bob";
    static final String GRACE = "grace";

    private final Machine machine;
    private final UsedSecrets secrets = new UsedSecrets();
    private final Platform platform;
    private final Provider provider;
    private final List<Lookup> lookups = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final AuthRequiredTopic topic;
    private final Browser adasBrowser;
    private final String workspaceSecret = "sk_live/" + Credentials.randomText() + "+=";
    private PromptStream adasStream;
    private PromptStream bobsStream;
    private URI adasLink;
    private Served adasConnection;
    private SteadyLookups steadyLookups;

    Stage(Machine machine) {
        this.machine = machine;
        var credentials = machine.credentials();
        secrets.add("the provider client's secret", credentials.clientSecret());
        secrets.add("the platform's bootstrap secret", credentials.bootstrapSecret());
        secrets.add("the worker's client secret", credentials.workerSecret());
        secrets.add("the root key's passphrase", credentials.keyPassphrase());
        credentials.passwords().forEach((name, password) -> secrets.add("the password of " + name, password));
        secrets.add("the workspace's API secret", workspaceSecret);
        this.platform = new Platform(machine.sandbox(), credentials.bootstrapSecret(), secrets::add);
        this.provider = new Provider(machine.sandbox(), credentials.clientSecret());
        this.adasBrowser = new Browser(ADA, credentials.passwords().get(ADA));
        for (URI vault : machine.vaults()) {
            lookups.add(new LookupRest(vault));
            lookups.add(opened(new LookupGrpc(vault)));
        }
        this.topic = opened(AuthRequiredTopic.read(machine.kafka()));
    }

    Machine machine() {
        return machine;
    }

    UsedSecrets secrets() {
        return secrets;
    }

    Platform platform() {
        return platform;
    }

    Provider provider() {
        return provider;
    }

    /** Each vault over REST and over gRPC. */
    List<Lookup> lookups() {
        return lookups;
    }

    AuthRequiredTopic topic() {
        return topic;
    }

    Browser adasBrowser() {
        return adasBrowser;
    }

    String workspaceSecret() {
        return workspaceSecret;
    }

    /** Whoever has this token, at the vault that does not hold the streams. */
    FrontEnd frontEnd(String token) {
        return new FrontEnd(actingVault(), token);
    }

    URI actingVault() {
        return machine.vaults().get(machine.vaults().size() - 1);
    }

    PromptStream openStream(String person, String token) {
        return opened(PromptStream.open(machine.vaults().get(0), person, token));
    }

    PromptStream adasStream() {
        return adasStream;
    }

    PromptStream bobsStream() {
        return bobsStream;
    }

    void streams(PromptStream adas, PromptStream bobs) {
        adasStream = adas;
        bobsStream = bobs;
    }

    /** Where Ada was told to go last. */
    URI adasLink() {
        return adasLink;
    }

    void adasLink(URI link) {
        adasLink = link;
    }

    /** Ada's connection as it was served last. */
    Served adasConnection() {
        return adasConnection;
    }

    void adasConnection(Served connection) {
        secrets.add("Ada's access token of generation " + connection.generation(), connection.value());
        adasConnection = connection;
    }

    SteadyLookups steadyLookups() {
        return steadyLookups;
    }

    void steadyLookups(SteadyLookups started) {
        steadyLookups = opened(started);
    }

    /** Closes everything the players opened; the machine goes on. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close what the story opened", e);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }
}

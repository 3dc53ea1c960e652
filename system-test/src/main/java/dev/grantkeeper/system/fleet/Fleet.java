package dev.grantkeeper.system.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantkeeper.system.history.Recorder;
import dev.grantkeeper.system.machine.Patience;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** People who connect, reconnect and disconnect, through whichever vault is next. Safe for use from many threads. */
public final class Fleet implements AutoCloseable {

    private static final int AT_ONCE = 24;
    private static final int TRIES = 8;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<URI> vaults;
    private final PlatformTokens tokens;
    private final Recorder recorder;
    private final Requests requests = new Requests();
    private final CodeFlow flow;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Member, Object> persons = new ConcurrentHashMap<>();
    private final ExecutorService people = Executors.newFixedThreadPool(AT_ONCE, Fleet::thread);

    /**
     * With a provider that consents at once.
     *
     * @param vaults their addresses; a browser comes back to the vault that sent it, whatever the provider says
     */
    public Fleet(List<URI> vaults, PlatformTokens tokens, Recorder recorder) {
        this(vaults, tokens, recorder, Optional.empty());
    }

    /** With a provider at which people do this. */
    public Fleet(List<URI> vaults, PlatformTokens tokens, Recorder recorder, AtProvider provider) {
        this(vaults, tokens, recorder, Optional.of(provider));
    }

    private Fleet(List<URI> vaults, PlatformTokens tokens, Recorder recorder, Optional<AtProvider> provider) {
        this.vaults = List.copyOf(vaults);
        this.tokens = new RememberedTokens(tokens);
        this.recorder = recorder;
        this.flow = new CodeFlow(requests, this.tokens, provider.orElseGet(() -> CodeFlow.consentingAtOnce(requests)));
    }

    /**
     * Connects everybody, some at a time, trying again where a vault is away; returns when all are.
     *
     * @throws IllegalStateException naming the first whom no try connected
     */
    public void connect(Collection<Member> members) {
        forAll(members, this::connect);
    }

    /** Goes through the code flow, for the first time or anew; tries again where a vault is away. */
    public void connect(Member member) {
        authorize(member, vault -> flow.begin(vault, member));
    }

    /** Goes through the code flow from a prompt's link, once. */
    void follow(Member member, URI connectLink) {
        synchronized (person(member)) {
            var begunAt = recorder.now();
            flow.follow(vault(), member, connectLink);
            recorder.authorized(member.owner(), begunAt);
        }
    }

    /** Has one of the people do something. */
    void soon(Runnable action) {
        people.execute(action);
    }

    /** Disconnects everybody, some at a time. */
    public void disconnect(Collection<Member> members) {
        forAll(members, this::disconnect);
    }

    /** @throws IllegalStateException if the member has no connection */
    public void disconnect(Member member) {
        persistently(member, "disconnected", () -> {
            var vault = vault();
            requests.authorized("DELETE", vault.resolve("/v1/connections/" + id(vault, member)), tokens.person(member))
                    .expect(204);
            recorder.disconnected(member.owner());
        });
    }

    @Override
    public void close() {
        people.shutdownNow();
    }

    private void authorize(Member member, Consumer<URI> way) {
        persistently(member, "connected", () -> {
            var begunAt = recorder.now();
            way.accept(vault());
            recorder.authorized(member.owner(), begunAt);
        });
    }

    private String id(URI vault, Member member) {
        var list = requests.authorized("GET", vault.resolve("/v1/connections?limit=200"), tokens.person(member))
                .expect(200);
        for (JsonNode connection : read(list.body()).path("connections")) {
            if (connection.path("app").asText().equals(member.app())
                    && connection.at("/owner/type").asText().equals("user")) {
                return connection.path("id").asText();
            }
        }
        throw new IllegalStateException(member + " has no connection");
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the list of connections is no JSON", e);
        }
    }

    private URI vault() {
        return vaults.get(Math.floorMod(next.getAndIncrement(), vaults.size()));
    }

    /** A person does one thing at a time. */
    private Object person(Member member) {
        return persons.computeIfAbsent(member, any -> new Object());
    }

    private void persistently(Member member, String what, Runnable action) {
        for (int tried = 1; ; tried++) {
            try {
                synchronized (person(member)) {
                    action.run();
                }
                return;
            } catch (RuntimeException e) {
                if (tried == TRIES || Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException(
                            member + " did not get " + what + " in " + tried + " tries: " + e.getMessage(), e);
                }
                Patience.until(System.nanoTime() + PAUSE.toNanos());
            }
        }
    }

    private void forAll(Collection<Member> members, Consumer<Member> action) {
        var all = new ArrayList<Callable<Void>>();
        members.forEach(member -> all.add(() -> {
            action.accept(member);
            return null;
        }));
        try {
            for (var done : people.invokeAll(all)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "fleet");
        thread.setDaemon(true);
        return thread;
    }
}

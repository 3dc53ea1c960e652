package dev.grantkeeper.system.fleet;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.testkit.PostgresServer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** People who, for as long as it is open, answer their prompts: each opens its link and authorizes anew. */
public final class Respondents implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(500);

    private final Fleet fleet;
    private final PostgresFleet prompts;
    private final String tenants;
    private final Map<String, Member> members;
    private final List<String> answered = new CopyOnWriteArrayList<>();
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "respondents");
    private volatile boolean closed;

    private Respondents(Fleet fleet, PostgresFleet prompts, String tenants, Collection<Member> members) {
        this.fleet = fleet;
        this.prompts = prompts;
        this.tenants = tenants;
        this.members = members.stream().collect(toMap(Member::owner, identity()));
    }

    /** @param tenants the beginning of the names of the tenants concerned, such as {@code platform/acme} */
    public static Respondents start(
            Fleet fleet, PostgresServer server, String database, String tenants, Collection<Member> members) {
        var respondents = new Respondents(fleet, new PostgresFleet(server, database), tenants, members);
        respondents.thread.setDaemon(true);
        respondents.thread.start();
        return respondents;
    }

    /** Owner and reason of every prompt that was answered, in order. */
    public List<String> answered() {
        return List.copyOf(answered);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void run() {
        while (!closed) {
            try {
                prompts.openPrompts(tenants).forEach(this::answer);
            } catch (PostgresFleet.Away soonBack) {
                continue;
            } finally {
                Patience.until(System.nanoTime() + EVERY.toNanos());
            }
        }
    }

    /** What does not succeed is tried again while the prompt is open: the vault may be away, or the prompt resolved by now. */
    private void answer(OpenPrompt prompt) {
        var member = members.get(prompt.owner());
        if (member == null || !underWay.add(prompt.id())) {
            return;
        }
        fleet.soon(() -> {
            try {
                fleet.follow(member, prompt.link());
                answered.add(prompt.owner() + " " + prompt.reason());
            } catch (RuntimeException notNow) {
                return;
            } finally {
                underWay.remove(prompt.id());
            }
        });
    }
}

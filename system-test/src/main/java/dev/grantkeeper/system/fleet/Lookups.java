package dev.grantkeeper.system.fleet;

import dev.grantkeeper.system.history.Recorder;
import dev.grantkeeper.system.machine.Patience;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Apps that look up somebody's connection at a steady rate, for as long as it is open. */
public final class Lookups implements AutoCloseable {

    private static final int AT_ONCE = 16;
    private static final long MOST_BEHIND = Duration.ofSeconds(1).toNanos();

    /**
     * How much.
     *
     * @param perSecond over all members; fewer come when nobody answers for long
     * @param restForEachGrpc how many go over REST before one goes over gRPC
     * @param minTtl how long a value must still be good, as the apps ask for it
     * @param seed by which members are chosen
     */
    public record Load(int perSecond, int restForEachGrpc, Duration minTtl, long seed) {}

    private final List<Member> members;
    private final Load load;
    private final Asking asking;
    private final List<URI> vaults;
    private final Set<URI> leaving = ConcurrentHashMap.newKeySet();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong nextAt = new AtomicLong(System.nanoTime());
    private final List<Thread> apps = new ArrayList<>();
    private volatile boolean closed;

    private Lookups(List<URI> vaults, List<Member> members, PlatformTokens tokens, Recorder recorder, Load load) {
        this.members = List.copyOf(members);
        this.vaults = List.copyOf(vaults);
        this.load = load;
        this.asking = new Asking(vaults, load.minTtl, tokens, recorder);
    }

    public static Lookups start(
            List<URI> vaults, List<Member> members, PlatformTokens tokens, Recorder recorder, Load load) {
        var lookups = new Lookups(vaults, members, tokens, recorder, load);
        for (int i = 0; i < AT_ONCE; i++) {
            var random = new Random(load.seed + i);
            var app = new Thread(() -> lookups.run(random), "lookups-" + i);
            app.setDaemon(true);
            app.start();
            lookups.apps.add(app);
        }
        return lookups;
    }

    /** Asks for everybody's connection once. Returns the refusals by owner; empty when everybody was served. */
    public static Map<String, String> everybody(
            List<URI> vaults, List<Member> members, PlatformTokens tokens, Recorder recorder) {
        var refusals = new TreeMap<String, String>();
        try (var asking = new Asking(vaults, Duration.ZERO, tokens, recorder)) {
            for (int i = 0; i < members.size(); i++) {
                var member = members.get(i);
                asking.ask(member, i % vaults.size(), i % 2 == 0)
                        .ifPresent(refusal -> refusals.put(member.owner(), refusal));
            }
        }
        return refusals;
    }

    /** From now on this vault is not asked, as a load balancer does that has been told; unless there is no other. */
    public void leave(URI vault) {
        leaving.add(vault);
    }

    public void takeUp(URI vault) {
        leaving.remove(vault);
    }

    /** How many were begun. */
    public long asked() {
        return asked.get();
    }

    /** Returns when those under way have been answered. */
    @Override
    public void close() {
        closed = true;
        for (var app : apps) {
            try {
                app.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        asking.close();
    }

    private void run(Random random) {
        while (!closed) {
            Patience.until(slot());
            long number = asked.getAndIncrement();
            var member = members.get(random.nextInt(members.size()));
            asking.ask(member, vault(number), number % (load.restForEachGrpc + 1) == load.restForEachGrpc);
        }
    }

    private int vault(long number) {
        return IntStream.range(0, vaults.size())
                .map(i -> (int) ((number + i) % vaults.size()))
                .filter(i -> !leaving.contains(vaults.get(i)))
                .findFirst()
                .orElse((int) (number % vaults.size()));
    }

    /** When the next is to be made; what could not be made in time is left out. */
    private long slot() {
        long every = Duration.ofSeconds(1).toNanos() / load.perSecond;
        return nextAt.accumulateAndGet(System.nanoTime(), (slot, now) -> now - slot > MOST_BEHIND ? now : slot + every);
    }
}

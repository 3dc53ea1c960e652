package dev.grantkeeper.system.fault;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.grantkeeper.system.caller.Developer;
import dev.grantkeeper.system.fleet.Fleet;
import dev.grantkeeper.system.fleet.Lookups;
import dev.grantkeeper.system.fleet.Member;
import dev.grantkeeper.system.fleet.PlatformTokens;
import dev.grantkeeper.system.fleet.Respondents;
import dev.grantkeeper.system.fleet.Settling;
import dev.grantkeeper.system.history.Checker;
import dev.grantkeeper.system.history.History;
import dev.grantkeeper.system.history.Kill;
import dev.grantkeeper.system.history.Loss;
import dev.grantkeeper.system.history.PostgresStored;
import dev.grantkeeper.system.history.Recorder;
import dev.grantkeeper.system.history.Stored;
import dev.grantkeeper.system.history.Topics;
import dev.grantkeeper.system.history.Violation;
import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.Node;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.system.platform.MachineClock;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import dev.grantkeeper.testkit.authorization.TokenCall;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The people of one company, connected to a provider of their own; and everything that is recorded of them. */
final class Cast implements AutoCloseable {

    private static final Duration FASTEST = Duration.ofMillis(300);
    private static final Duration SLOWEST = Duration.ofMillis(800);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration DORMANT = Duration.ofHours(2);
    private static final Duration SETTLED = Duration.ofMinutes(3);
    private static final Duration MIN_TTL = Duration.ofSeconds(2);

    private final Scene scene;
    private final Company company;
    private final List<URI> vaults;
    private final PlatformTokens tokens;
    private final Recorder recorder = new Recorder(MachineClock.get());
    private final ScriptableAuthorizationServer provider;
    private final Fleet fleet;
    private final List<Member> members;
    private Lookups lookups;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final AtomicLong answers = new AtomicLong();
    private Set<Loss.Cause> bearable = Set.of();
    private Instant calmedAt;
    private Duration settledIn;

    private Cast(Scene scene, Company company) {
        this.scene = scene;
        this.company = company;
        this.vaults = scene.cluster().vaults().stream().map(Node::address).toList();
        this.tokens = PlatformTokens.of(scene.cluster().issuer());
        this.provider = scene.cluster().newProvider();
        this.fleet = opened(new Fleet(vaults, tokens, recorder));
        this.members = Member.of(Cluster.ISSUER_ALIAS, company.app(), company.app(), company.people());
    }

    /** Everybody is connected and looked up when this returns. */
    static Cast of(Scene scene, Company company) {
        var cast = new Cast(scene, company);
        try {
            cast.enter();
            return cast;
        } catch (RuntimeException e) {
            cast.close();
            throw e;
        }
    }

    private void enter() {
        provider.recordNothing();
        provider.listener(this::called);
        provider.policy(company.app(), company.policy());
        new Developer(scene.cluster()).define(company.app(), provider, company.declared());
        fleet.connect(members);
        provider.latency(FASTEST, SLOWEST, scene.moments().seed());
        var load = new Lookups.Load(
                company.lookupsPerSecond(), 4, MIN_TTL, scene.moments().seed());
        lookups = opened(Lookups.start(vaults, members, tokens, recorder, load));
    }

    private void called(TokenCall call) {
        recorder.called(call);
        if (call.grantType().equals("refresh_token") && call.answeredAt().isPresent()) {
            answers.incrementAndGet();
        }
    }

    Company company() {
        return company;
    }

    ScriptableAuthorizationServer provider() {
        return provider;
    }

    Recorder recorder() {
        return recorder;
    }

    Fleet fleet() {
        return fleet;
    }

    List<Member> members() {
        return members;
    }

    /** Grants may be lost by this, and by nothing else; whoever is prompted authorizes anew. */
    void mayLoseBy(Loss.Cause cause) {
        bearable = Set.of(cause);
        opened(Respondents.start(fleet, scene.cluster().postgres().server(), Cluster.DATABASE, tenants(), members));
    }

    void kill(Node node) {
        node.program().kill();
        var target = scene.cluster().workers().contains(node) ? Kill.Target.WORKER : Kill.Target.VAULT;
        recorder.killed(target, node.program().name());
    }

    /** Stops a worker where it stands, for that long. */
    void pause(Node worker, Duration time) {
        var from = recorder.now();
        worker.program().pause();
        Patience.until(System.nanoTime() + time.toNanos());
        worker.program().resume();
        recorder.paused(worker.program().name(), from);
    }

    void killPostgres() {
        scene.cluster().postgres().kill();
        recorder.killed(Kill.Target.POSTGRES, "postgres");
    }

    /** Ends every process by SIGTERM and starts it again, one after the other, as an upgrade does. */
    void roll() {
        rollWith(Map.of());
    }

    /** As {@link #roll()}, with variables that processes are started with. */
    void rollWith(Map<String, String> variables) {
        for (var vault : scene.cluster().vaults()) {
            lookups.leave(vault.address());
            restart(vault, variables);
            lookups.takeUp(vault.address());
        }
        scene.cluster().workers().forEach(worker -> restart(worker, variables));
    }

    private void restart(Node node, Map<String, String> variables) {
        node.program().terminate();
        scene.cluster().restart(node, variables);
    }

    /** Returns at the moment at which the provider has answered the next refresh. */
    void awaitAnswer() {
        long before = answers.get();
        Patience.await(
                SOON, "answer of the provider", () -> answers.get() > before ? Optional.of(true) : Optional.empty());
    }

    /** Waits until somebody is served. */
    void awaitServing() {
        var since = recorder.now();
        Patience.await(SOON, "lookup that is served", () -> recorder.lookups().stream()
                .filter(lookup -> lookup.askedAt().isAfter(since))
                .filter(lookup -> lookup.value().isPresent())
                .findFirst());
    }

    /** Why lookups were refused so far, and how often. */
    Map<String, Long> refusals() {
        return recorder.lookups().stream()
                .flatMap(lookup -> lookup.refusal().stream())
                .collect(groupingBy(identity(), counting()));
    }

    /** What Kafka never heard of, or in the wrong order, once the vaults' outbox is empty. */
    List<Violation> awaitEvents() {
        var stored = Patience.await(
                SETTLED, "empty outbox", () -> Optional.of(stored()).filter(read -> read.outbox() == 0));
        return Checker.checkEvents(stored, topics().changes());
    }

    /** How many outcomes were put into Kafka so far. */
    int outcomesSealed() {
        return topics().outcomes().size();
    }

    /** As {@link #judgeCalmed}, after {@link #calmDown}. */
    Shown judge(String counts) {
        calmDown();
        return judgeCalmed(counts);
    }

    /**
     * From now on tokens live long: everybody's connection is renewed once more, which is the proof that its grant is alive, and
     * then rests.
     */
    void calmDown() {
        provider.policy(company.app(), company.policy().accessLife(DORMANT, DORMANT));
        calmedAt = recorder.now();
    }

    /** As {@link #judgeCalmed(String, Duration)} within three minutes. */
    Shown judgeCalmed(String counts) {
        return judgeCalmed(counts, SETTLED);
    }

    /**
     * Waits until everybody's connection has been renewed once more, or its person asked, and judges all that was recorded.
     *
     * @param counts what the row counted itself
     * @param within how long that may take
     */
    Shown judgeCalmed(String counts, Duration within) {
        var stuck = new ArrayList<String>();
        try {
            new Settling(scene.cluster().postgres().server(), Cluster.DATABASE, tenants())
                    .await(calmedAt.plus(DORMANT.dividedBy(2)), within);
        } catch (IllegalStateException late) {
            stuck.add(late.getMessage());
        }
        settledIn = Duration.between(calmedAt, recorder.now());
        var history = scene.kept(company.app(), history());
        return new Judgement(history, company.rotation(), settledIn, bearable).shown(counts, stuck);
    }

    /** How long it took from {@link #calmDown} until all had settled. */
    Duration settledIn() {
        return settledIn;
    }

    /** Everything recorded so far. */
    History history() {
        var outcomes = topics().outcomes();
        return recorder.history(provider.grants(), outcomes, stored());
    }

    private Stored stored() {
        return new PostgresStored(scene.cluster().postgres().server(), Cluster.DATABASE).read(tenants());
    }

    private Topics topics() {
        return new Topics(scene.cluster().kafka().server());
    }

    String tenants() {
        return Cluster.ISSUER_ALIAS + "/" + company.app();
    }

    @Override
    public void close() {
        for (var last = open.pollFirst(); last != null; last = open.pollFirst()) {
            try {
                last.close();
            } catch (Exception e) {
                scene.say("could not close " + last + ": " + e);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.addFirst(part);
        return part;
    }
}

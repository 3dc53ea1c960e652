package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.caller.Developer;
import dev.grantkeeper.system.fleet.Fleet;
import dev.grantkeeper.system.fleet.Member;
import dev.grantkeeper.system.fleet.PlatformTokens;
import dev.grantkeeper.system.fleet.Respondents;
import dev.grantkeeper.system.fleet.Settling;
import dev.grantkeeper.system.history.Kill;
import dev.grantkeeper.system.history.Lease;
import dev.grantkeeper.system.history.PostgresStored;
import dev.grantkeeper.system.history.Prompted;
import dev.grantkeeper.system.history.Recorder;
import dev.grantkeeper.system.history.Stored;
import dev.grantkeeper.system.history.Topics;
import dev.grantkeeper.system.keycloak.KeycloakServer;
import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.Node;
import dev.grantkeeper.system.platform.MachineClock;
import dev.grantkeeper.testkit.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The kills of {@link WorkerKilled} at an authorization server that nobody here wrote, which tells nobody what it saw. */
final class KeycloakWorkerKilled implements Row {

    private static final String APP = "keycloak";
    private static final int PEOPLE = 200;
    private static final int KILLS = 60;
    private static final Duration LIFE = Duration.ofSeconds(20);
    private static final Duration EACH_WAY = Duration.ofMillis(270);
    private static final Duration SOONEST = Duration.ofMillis(1_000);
    private static final Duration LATEST = Duration.ofMillis(3_500);
    private static final Duration SETTLED = Duration.ofMinutes(3);
    private static final Set<String> LOST = Set.of("grant_revoked", "outcome_unknown");

    @Override
    public String name() {
        return "keycloak-worker-killed";
    }

    @Override
    public String fault(int scale) {
        return "SIGKILL a worker, %d times at random moments, Keycloak with strict rotation".formatted(KILLS * scale);
    }

    @Override
    public String mustHold() {
        return "lost at most those that a killed worker was renewing; each prompted within 3 minutes; none stuck";
    }

    @Override
    public Shown play(Scene scene) {
        var log = scene.directory().resolve("keycloak.log");
        try (var keycloak = KeycloakServer.start(KeycloakServer.distribution(), log, LIFE);
                var network = TcpProxy.to(
                        keycloak.address().getHost(), keycloak.address().getPort())) {
            var tokens = URI.create("http://" + network.host() + ":" + network.port());
            new Developer(scene.cluster())
                    .define(APP, keycloak.clientId(), keycloak.clientSecret(), keycloak.settings(tokens));
            var recorder = new Recorder(MachineClock.get());
            var vaults = scene.cluster().vaults().stream().map(Node::address).toList();
            var person = keycloak.person();
            try (var fleet = new Fleet(
                    vaults,
                    PlatformTokens.of(scene.cluster().issuer()),
                    recorder,
                    (request, member) -> person.authorize(request))) {
                var members = Member.of(Cluster.ISSUER_ALIAS, APP, APP, PEOPLE);
                fleet.connect(members);
                network.delay(EACH_WAY, TcpProxy.Direction.values());
                try (var people = Respondents.start(
                        fleet, scene.cluster().postgres().server(), Cluster.DATABASE, tenants(), members)) {
                    kill(scene, recorder);
                    return judge(scene, recorder, people);
                }
            }
        }
    }

    private static void kill(Scene scene, Recorder recorder) {
        for (int i = 0; i < KILLS * scene.scale(); i++) {
            scene.moments().pass(SOONEST, LATEST);
            var victim = scene.anyReadyWorker();
            victim.program().kill();
            recorder.killed(Kill.Target.WORKER, victim.program().name());
            scene.restartSoon(victim);
        }
        scene.awaitRestarts();
    }

    private static Shown judge(Scene scene, Recorder recorder, Respondents people) {
        var broken = new ArrayList<String>();
        var postgres = scene.cluster().postgres().server();
        try {
            new Settling(postgres, Cluster.DATABASE, tenants())
                    .await(recorder.now().plus(LIFE).minusSeconds(1), SETTLED);
        } catch (IllegalStateException stuck) {
            broken.add(stuck.getMessage());
        }
        var stored = new PostgresStored(postgres, Cluster.DATABASE).read(tenants());
        var outcomes = new Topics(scene.cluster().kafka().server()).outcomes();
        scene.kept(APP, recorder.history(List.of(), outcomes, stored));
        var lost = stored.prompts().stream()
                .filter(prompt -> LOST.contains(prompt.reason()))
                .toList();
        lost.stream()
                .filter(prompt -> !isExplained(prompt, stored, recorder.kills()))
                .forEach(prompt -> broken.add("lost without a kill: " + prompt));
        long renewals = stored.leases().stream()
                .flatMap(lease -> lease.answer().stream())
                .filter(answer -> answer.result() == Lease.Result.APPLIED)
                .count();
        return new Shown(
                "%d kills; %d connections, %d renewals, %d lost, each while a killed worker renewed it, %d reconnected"
                        .formatted(
                                recorder.kills().size(),
                                stored.connections().size(),
                                renewals,
                                lost.size(),
                                people.answered().size()),
                Windows.NONE,
                broken);
    }

    /** Whether a worker that was killed shortly before had its only lease, and never said what came of it. */
    private static boolean isExplained(Prompted prompt, Stored stored, List<Kill> kills) {
        var connections = stored.connections().stream()
                .filter(connection -> connection.owner().equals(prompt.owner()))
                .map(connection -> connection.connection())
                .toList();
        return stored.leases().stream()
                .filter(lease -> connections.contains(lease.connection())
                        && lease.answer().isEmpty())
                .filter(lease ->
                        Duration.between(lease.leasedAt(), prompt.openedAt()).compareTo(SETTLED) <= 0)
                .anyMatch(lease -> kills.stream()
                        .anyMatch(kill -> lease.worker().endsWith("/" + kill.name())
                                && !kill.at().isBefore(lease.leasedAt())
                                && kill.at().isBefore(lease.endsAt())));
    }

    private static String tenants() {
        return Cluster.ISSUER_ALIAS + "/" + APP;
    }
}

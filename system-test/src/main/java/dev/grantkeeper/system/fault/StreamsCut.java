package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.caller.Http;
import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.caller.LookupRest;
import dev.grantkeeper.system.caller.PromptCrowd;
import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.Node;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Vaults end under thousands of prompt streams, asked to and killed, while prompts open and are resolved. */
final class StreamsCut implements Row {

    private static final int PEOPLE = 2_000;
    private static final String APP = "streams";
    private static final String WORKSPACE = "streams";
    private static final Duration SETTLED = Duration.ofSeconds(60);
    private static final int MEASURED = 5;
    private static final Duration REACHED = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "streams-cut";
    }

    @Override
    public String fault(int scale) {
        return "%,d prompt streams of one workspace, each vault restarted and killed under them"
                .formatted(PEOPLE * scale);
    }

    @Override
    public String mustHold() {
        return "0 prompts lost, doubled or told twice, all reached within 1 s in the best of five, lookups go on";
    }

    @Override
    public Shown play(Scene scene) {
        var people = PEOPLE * scene.scale();
        var issuer = scene.cluster().issuer();
        var vaults = scene.cluster().vaults().stream().map(Node::address).toList();
        var office = new Office(scene.cluster());
        office.define();
        office.connect("user", office.member());
        var broken = new ArrayList<String>();
        try (var crowd = PromptCrowd.gather(
                vaults, people, number -> issuer.person(WORKSPACE, "admin-" + number, "admin"), SETTLED)) {
            var times = measured(office, crowd);
            if (Collections.min(times).compareTo(REACHED) > 0) {
                broken.add("a prompt reached all after " + times);
            }
            var served = new AtomicInteger();
            var stop = new AtomicBoolean();
            var asking = CompletableFuture.runAsync(() -> {
                while (!stop.get()) {
                    served.addAndGet(office.isServed() ? 1 : 0);
                }
            });
            for (Node node : scene.cluster().vaults()) {
                broken.addAll(
                        cut(scene, office, crowd, node, () -> node.program().terminate()));
                broken.addAll(
                        cut(scene, office, crowd, node, () -> node.program().kill()));
            }
            stop.set(true);
            asking.join();
            crowd.doubled().forEach(both -> broken.add("told twice or shown together: " + both));
            if (served.get() == 0) {
                broken.add("no lookup was served");
            }
            return new Shown(
                    "reached after %d ms at best and %d ms at worst; %,d reconnects; %d lookups served; %d doubled"
                            .formatted(
                                    Collections.min(times).toMillis(),
                                    Collections.max(times).toMillis(),
                                    crowd.reconnects(),
                                    served.get(),
                                    crowd.doubled().size()),
                    Windows.NONE,
                    broken);
        }
    }

    private static List<Duration> measured(Office office, PromptCrowd crowd) {
        var times = new ArrayList<Duration>();
        for (int i = 0; i < MEASURED; i++) {
            var prompt = office.needsAdmin();
            var opened = System.nanoTime();
            crowd.awaitOnly(prompt, SETTLED);
            times.add(Duration.ofNanos(System.nanoTime() - opened));
            office.disconnect(office.connect("workspace", office.admin()));
            crowd.awaitNone(SETTLED);
        }
        return times;
    }

    /** What changes while the vault is gone, and while its readers come back, has to reach them all the same. */
    private static List<String> cut(Scene scene, Office office, PromptCrowd crowd, Node node, Runnable end) {
        try {
            office.needsAdmin();
            end.run();
            office.disconnect(office.connect("workspace", office.admin()));
            var second = office.needsAdmin();
            scene.cluster().restart(node);
            crowd.awaitOnly(second, SETTLED);
            office.disconnect(office.connect("workspace", office.admin()));
            crowd.awaitNone(SETTLED);
            return List.of();
        } catch (IllegalStateException lost) {
            return List.of(node.program().name() + ": " + lost.getMessage());
        }
    }

    /** The app and the people who act; at whichever vault answers. */
    private static final class Office {

        private final Http http = new Http();
        private final Cluster cluster;

        Office(Cluster cluster) {
            this.cluster = cluster;
        }

        void define() {
            var developer = "Bearer " + cluster.issuer().developer(APP);
            for (var owner : List.of("user", "workspace")) {
                http.sendJson("PUT", vault().resolve("/v1/definitions/" + owner), developer, Map.of("type", "secret"))
                        .expect(201);
            }
        }

        String member() {
            return "Bearer " + cluster.issuer().person(WORKSPACE, "ada", "member");
        }

        String admin() {
            return "Bearer " + cluster.issuer().person(WORKSPACE, "grace", "admin");
        }

        String connect(String owner, String authorization) {
            return http.sendJson(
                            "PUT",
                            vault().resolve("/v1/apps/" + APP + "/connections/" + owner + "/secret"),
                            authorization,
                            Map.of("value", "sk-streams"))
                    .expect(200)
                    .text("id");
        }

        void disconnect(String connection) {
            http.send("DELETE", vault().resolve("/v1/connections/" + connection), admin(), null, "")
                    .expect(204);
        }

        /** Answers the id of the prompt. */
        String needsAdmin() {
            var looked = new LookupRest(vault()).workspace(execution());
            if (looked instanceof Looked.Refused refused && refused.details().containsKey("prompt_id")) {
                return refused.details().get("prompt_id");
            }
            throw new IllegalStateException("the lookup came to " + looked);
        }

        boolean isServed() {
            try {
                return new LookupRest(vault()).user(execution()) instanceof Looked.Served;
            } catch (RuntimeException endedMeanwhile) {
                return false;
            }
        }

        private String execution() {
            return cluster.issuer().execution(WORKSPACE, APP, "ada");
        }

        private URI vault() {
            return cluster.vaults().stream()
                    .filter(node -> node.program().isAlive())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no vault is there"))
                    .address();
        }
    }
}

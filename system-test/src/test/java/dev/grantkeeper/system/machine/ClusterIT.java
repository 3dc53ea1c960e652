package dev.grantkeeper.system.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.system.caller.Developer;
import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.caller.LookupRest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("faults")
class ClusterIT {

    private static final String RULES = "vault-service/src/main/java/dev/grantkeeper/vault/renewal/CompleteRules.java";

    /** Over a vault with a class transplanted: the product's own, so that nothing changes. */
    @Test
    void cluster_everyPartEndedAndStartedAgain_stillKnowsTheApp() throws IOException {
        var directory = directory();
        var own = Programs.ofThisProject();
        var programs = Transplant.vaultWith(own.home().resolve(RULES), own, directory.resolve("vault"));
        try (var cluster = Cluster.start(ClusterPlan.in(directory), programs, System.out::println)) {
            new Developer(cluster).define("mailer", cluster.newProvider(), Map.of("rotation", "strict"));
            var vault = cluster.vaults().get(0);
            var other = cluster.vaults().get(1);
            var worker = cluster.workers().get(0);

            cluster.postgres().kill();
            cluster.postgres().start();
            cluster.kafka().kill();
            cluster.kafka().start();
            worker.program().kill();
            cluster.restart(worker);
            vault.program().terminate();
            cluster.restart(vault, FakeTime.shifted(Duration.ofMinutes(5)));
            assertThat(lookup(cluster, vault)).isEqualTo("AUTH_REQUIRED");

            other.program().pause();
            assertThat(lookup(cluster, vault)).isEqualTo("AUTH_REQUIRED");
            other.program().resume();
            assertThat(lookup(cluster, other)).isEqualTo("AUTH_REQUIRED");
        }
    }

    private static String lookup(Cluster cluster, Node vault) {
        var looked = new LookupRest(vault.address()).user(cluster.issuer().execution("acme", "mailer", "ada"));
        return looked instanceof Looked.Refused refused ? refused.reason() : looked.toString();
    }

    private static Path directory() throws IOException {
        var parent = Files.createDirectories(Path.of("target", "system-test"));
        return Files.createTempDirectory(parent, "cluster-").toAbsolutePath();
    }
}

package dev.grantkeeper.system.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.system.caller.Developer;
import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.caller.LookupRest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("faults")
class ClusterIT {

    @Test
    void cluster_everyPartKilledAndStartedAgain_stillKnowsTheApp() throws IOException {
        try (var cluster = Cluster.start(ClusterPlan.in(directory()), Programs.ofThisProject(), System.out::println)) {
            new Developer(cluster).define("mailer", cluster.newProvider(), Map.of("rotation", "strict"));

            cluster.postgres().kill();
            cluster.postgres().start();
            cluster.kafka().kill();
            cluster.kafka().start();
            cluster.workers().get(0).program().kill();
            cluster.restart(cluster.workers().get(0));
            cluster.workers().get(1).program().terminate();
            cluster.restart(cluster.workers().get(1));
            cluster.vaults().get(0).program().kill();
            cluster.restart(cluster.vaults().get(0));

            String execution = cluster.issuer().execution("acme", "mailer", "ada");
            for (var vault : cluster.vaults()) {
                assertThat(new LookupRest(vault.address()).user(execution))
                        .isInstanceOfSatisfying(Looked.Refused.class, refused -> assertThat(refused.reason())
                                .isEqualTo("AUTH_REQUIRED"));
            }
        }
    }

    private static Path directory() throws IOException {
        var parent = Files.createDirectories(Path.of("target", "system-test"));
        return Files.createTempDirectory(parent, "cluster-").toAbsolutePath();
    }
}

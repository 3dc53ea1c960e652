package dev.grantkeeper.worker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker process that is asked to end (SIGTERM) while the provider has not answered yet. */
class DrainIT {
    private static World world;

    private final CompletableFuture<Void> answer = new CompletableFuture<>();
    private Process worker;
    private UUID connection;

    @BeforeAll
    static void world() {
        world = new World();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void endWhileUnderWay() throws IOException {
        worker = start();
        connection = world.vault().due(world.newGrant(), world.settings());
        world.provider().next(Endpoint.TOKEN, Fault.hold(answer));
        int calls = world.provider().calls(Endpoint.TOKEN).size();
        world.vault().hint(connection);
        world.provider().awaitCalls(Endpoint.TOKEN, calls + 1);
        worker.destroy();
    }

    @AfterEach
    void kill() {
        worker.destroyForcibly();
    }

    @Test
    void drain_renewalUnderWay_isReportedAndNothingElseBegun() throws InterruptedException {
        var next = world.vault().due(world.newGrant(), world.settings());
        new Topics(world.kafka().server().bootstrapServers()).expiring(next);
        world.vault().hint(next);
        assertThat(worker.waitFor(3, SECONDS)).isFalse();

        answer.complete(null);

        assertThat(world.vault().awaitReports(connection, 1).get(0).getOutcome().hasRenewed())
                .isTrue();
        assertThat(worker.waitFor(20, SECONDS)).isTrue();
        assertThat(world.vault().leases(next)).isEmpty();
    }

    @Test
    void drain_vaultAway_endsOnceTheOutcomeIsSealedOnKafka() throws InterruptedException {
        world.vault().stop();
        try {
            answer.complete(null);

            new Topics(world.kafka().server().bootstrapServers())
                    .await("grantkeeper.renewal.outcome", record -> record.key().equals(connection.toString()));
            assertThat(worker.waitFor(20, SECONDS)).isTrue();
        } finally {
            world.vault().start();
        }
    }

    private static Process start() throws IOException {
        var java = ProcessHandle.current().info().command().orElse("java");
        var command = new ArrayList<>(List.of(java, "-Dquarkus.http.port=0"));
        world.configuration().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-jar", Path.of("target", "quarkus-app", "quarkus-run.jar").toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "drain.log").toFile())
                .start();
    }
}

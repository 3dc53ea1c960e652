package dev.grantkeeper.vault.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.google.rpc.RetryInfo;
import dev.grantkeeper.testkit.EmbeddedPostgres18;
import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultChannel;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc;
import dev.grantkeeper.wire.v1.GetConnectionRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL is gone, or does not answer; nobody hangs, and all is well as soon as it is back. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
@WithTestResource(OwnPostgres.class)
class DatabaseAwayTest {

    private static final Duration SOON = Duration.ofMillis(3500);

    TestVault vault;
    EmbeddedPostgres18 postgres;

    @TestHTTPResource
    URI address;

    private Office office;
    private boolean stopped;
    private List<Long> frozen = List.of();

    @BeforeEach
    void connect() {
        office = Office.of(vault).offersSecret("user");
        office.putSecret(office.member("ada"), "user", "sk-12345").statusCode(200);
        office.lookUp("user", "ada").statusCode(200);
    }

    @AfterEach
    void recover() throws Exception {
        if (stopped) {
            postgres.start();
            stopped = false;
        }
        thaw();
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void postgres_stopped_isUnavailableAtOnceAndRecoversByItself() throws Exception {
        postgres.stop();
        stopped = true;

        for (int i = 0; i < 3; i++) {
            assertUnavailable(() -> office.lookUp("user", "ada"));
        }
        assertUnavailable(() -> office.putSecret(office.member("ada"), "user", "x"));
        assertUnavailable(
                () -> Office.as(office.member("ada")).get("/v1/connections").then());
        assertUnavailable(
                () -> Office.as(office.developer()).get("/v1/definitions").then());
        assertUnavailable(
                () -> Office.as(office.member("ada")).get("/v1/prompts").then());
        assertUnavailableByGrpc();
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(503).body("status", equalTo("DOWN"));

        recover();

        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> office.lookUp("user", "ada").statusCode(200).body("value", equalTo("sk-12345")));
    }

    @Test
    void postgres_silent_isUnavailableSoonAndRecoversByItself() throws Exception {
        freeze();

        for (int i = 0; i < 3; i++) {
            assertUnavailable(() -> office.lookUp("user", "ada"));
        }
        assertUnavailableByGrpc();
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(503);

        thaw();

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> office.lookUp("user", "ada").statusCode(200).body("value", equalTo("sk-12345")));
    }

    private static void assertUnavailable(java.util.function.Supplier<ValidatableResponse> call) {
        long asked = System.nanoTime();
        var answer = call.get();

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
        answer.statusCode(503)
                .header("Retry-After", "1")
                .body("reason", equalTo("UNAVAILABLE"))
                .body("value", nullValue());
        Contract.assertKept("Problem", answer.extract().asString());
    }

    private void assertUnavailableByGrpc() {
        try (var channel = new VaultChannel(address)) {
            var failure = Assertions.catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ConnectionLookupGrpc.newBlockingStub(channel.as(office.execution("ada")))
                            .withDeadlineAfter(SOON.toMillis(), TimeUnit.MILLISECONDS)
                            .getUserConnection(GetConnectionRequest.getDefaultInstance()));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(VaultChannel.detail(failure, RetryInfo.class)).isPresent();
        }
    }

    /** Every process of the server stops where it is; its sockets stay open. */
    private void freeze() throws Exception {
        var postmaster = Long.parseLong(Files.readAllLines(postgres.directory().resolve("postmaster.pid"))
                .get(0)
                .trim());
        frozen = new ArrayList<>(Stream.concat(
                        Stream.of(postmaster),
                        ProcessHandle.of(postmaster).orElseThrow().descendants().map(ProcessHandle::pid))
                .toList());
        signal("-STOP");
    }

    private void thaw() throws Exception {
        signal("-CONT");
        frozen = List.of();
    }

    private void signal(String signal) throws IOException, InterruptedException {
        if (!frozen.isEmpty()) {
            var command = Stream.concat(
                            Stream.of("kill", signal), frozen.stream().map(Object::toString))
                    .toList();
            new ProcessBuilder(command).inheritIO().start().waitFor();
        }
    }
}

package dev.grantkeeper.vault.renewal;

import static io.grpc.Status.Code.PERMISSION_DENIED;
import static io.grpc.Status.Code.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.wire.v1.BeginRequest;
import dev.grantkeeper.wire.v1.ClaimDueRequest;
import dev.grantkeeper.wire.v1.CompleteRequest;
import dev.grantkeeper.wire.v1.LeaseRequest;
import dev.grantkeeper.wire.v1.RenewalGrpc.RenewalBlockingStub;
import io.grpc.Status;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who is refused by each rpc. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class RenewalCallersTest {

    TestVault vault;

    @Inject
    Stage stage;

    @TestHTTPResource
    URI address;

    @Test
    void everyRpc_callerIsNoWorker_isRefused() {
        try (var worker = Worker.at(address.getPort(), null)) {
            var refused = new LinkedHashMap<String, Status.Code>();
            bad().forEach((caller, bearer) -> rpcs(UUID.randomUUID().toString()).forEach((rpc, call) -> {
                assertThatThrownBy(() -> call.accept(worker.calledBy(bearer)))
                        .satisfies(fault -> refused.put(
                                rpc + " by " + caller,
                                Status.fromThrowable(fault).getCode()));
            }));
            assertThat(refused).hasSize(bad().size() * 4).allSatisfy((call, code) -> assertThat(code)
                    .isEqualTo(call.contains("another role") ? PERMISSION_DENIED : UNAUTHENTICATED));
        }
    }

    @Test
    void lease_refusedCaller_leavesNoTrace() {
        var scene = stage.dueScene(vault);
        try (var worker = Worker.at(address.getPort(), null)) {
            bad().values()
                    .forEach(bearer -> assertThatThrownBy(
                            () -> rpcs(scene.id().toString()).get("Lease").accept(worker.calledBy(bearer))));
        }
        assertThat(scene.ask("select count(*) from renewal_attempt where connection_id = ?"))
                .isEqualTo("0");
    }

    @Test
    void claimDue_limitOutOfRange_isInvalid() {
        try (var worker =
                Worker.at(address.getPort(), vault.issuer().worker("w").bearer())) {
            for (var limit : new int[] {-1, 0, 101}) {
                assertThatThrownBy(() -> worker.claimDue(limit)).satisfies(fault -> assertThat(
                                Status.fromThrowable(fault).getCode())
                        .isEqualTo(Status.Code.INVALID_ARGUMENT));
            }
        }
    }

    @Test
    void complete_malformed_isInvalidAndNamesTheField() {
        var good = CompleteRequest.newBuilder()
                .setConnectionId(UUID.randomUUID().toString())
                .setLeaseId(UUID.randomUUID().toString())
                .setOutcome(Worker.renewed("a", "r"))
                .build();
        var malformed = Map.of(
                "connection_id", good.toBuilder().setConnectionId("x").build(),
                "lease_id", good.toBuilder().setLeaseId("x").build(),
                "outcome", good.toBuilder().clearOutcome().build(),
                "outcome.renewed.access_token",
                        good.toBuilder().setOutcome(Worker.renewed("", null)).build(),
                "outcome.renewed.refresh_token",
                        good.toBuilder()
                                .setOutcome(Worker.renewed("a", "x".repeat(70_000)))
                                .build());
        try (var worker =
                Worker.at(address.getPort(), vault.issuer().worker("w").bearer())) {
            malformed.forEach((field, request) -> assertThatThrownBy(() -> worker.complete(request))
                    .satisfies(fault ->
                            assertThat(Status.fromThrowable(fault).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
                    .hasMessageContaining(field));
        }
    }

    private Map<String, String> bad() {
        var issuer = vault.issuer();
        var callers = new LinkedHashMap<String, String>();
        callers.put("nobody", null);
        callers.put("no bearer", "Basic dTpw");
        callers.put("no token", "Bearer x");
        callers.put("wrong audience", issuer.worker("w").forAudiences("other").bearer());
        callers.put(
                "two audiences",
                issuer.worker("w").forAudiences("grantkeeper", "other").bearer());
        callers.put(
                "expired", issuer.worker("w").livingFor(Duration.ofMinutes(-1)).bearer());
        callers.put("unsigned", issuer.worker("w").unsigned().bearer());
        callers.put("forged", issuer.worker("w").forged().bearer());
        callers.put("no access token", issuer.worker("w").ofType("JWT").bearer());
        callers.put(
                "unknown issuer",
                issuer.worker("w").with("iss", "https://elsewhere.example").bearer());
        callers.put(
                "another role, execution",
                issuer.execution("acme", "mail", "ada").bearer());
        callers.put("another role, admin", issuer.admin("acme", "ada").bearer());
        callers.put(
                "another role, no scope", issuer.worker("w").with("scope", null).bearer());
        return callers;
    }

    private static Map<String, Consumer<RenewalBlockingStub>> rpcs(String connection) {
        return Map.of(
                "Begin",
                stub -> stub.begin(BeginRequest.newBuilder()
                        .setProcess(Worker.process("pod-1"))
                        .build()),
                "Lease",
                stub -> stub.lease(LeaseRequest.newBuilder()
                        .setConnectionId(connection)
                        .setGeneration(1)
                        .build()),
                "Complete",
                stub -> stub.complete(CompleteRequest.newBuilder()
                        .setConnectionId(connection)
                        .setLeaseId(UUID.randomUUID().toString())
                        .setOutcome(Worker.renewed("a", "r"))
                        .build()),
                "ClaimDue",
                stub -> stub.claimDue(ClaimDueRequest.newBuilder().setLimit(1).build()));
    }
}

package dev.grantkeeper.vault.renewal;

import com.google.protobuf.Duration;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.wire.v1.BeginRequest;
import dev.grantkeeper.wire.v1.ClaimDueRequest;
import dev.grantkeeper.wire.v1.CompleteRequest;
import dev.grantkeeper.wire.v1.CompleteResponse;
import dev.grantkeeper.wire.v1.DueHint;
import dev.grantkeeper.wire.v1.Failed;
import dev.grantkeeper.wire.v1.LeaseDeclined;
import dev.grantkeeper.wire.v1.LeaseGranted;
import dev.grantkeeper.wire.v1.LeaseRequest;
import dev.grantkeeper.wire.v1.LeaseResponse;
import dev.grantkeeper.wire.v1.Outcome;
import dev.grantkeeper.wire.v1.Renewed;
import dev.grantkeeper.wire.v1.Throttled;
import dev.grantkeeper.wire.v1.Transient;
import dev.grantkeeper.wire.v1.WorkerProcess;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A refresh worker's side of the contract, over real gRPC. */
final class Worker implements AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final dev.grantkeeper.wire.v1.RenewalGrpc.RenewalBlockingStub renewal;

    private Worker(ManagedChannel channel, String bearer) {
        this.channel = channel;
        this.renewal = as(channel, bearer);
    }

    static Worker at(int port, String bearer) {
        return at("127.0.0.1", port, bearer);
    }

    static Worker at(String host, int port, String bearer) {
        return new Worker(
                ManagedChannelBuilder.forAddress(host, port).usePlaintext().build(), bearer);
    }

    private static dev.grantkeeper.wire.v1.RenewalGrpc.RenewalBlockingStub as(ManagedChannel channel, String bearer) {
        var stub = dev.grantkeeper.wire.v1.RenewalGrpc.newBlockingStub(channel);
        if (bearer == null) {
            return stub;
        }
        var headers = new Metadata();
        headers.put(AUTHORIZATION, bearer);
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** The bare stub, for another caller; null for one without a token. */
    dev.grantkeeper.wire.v1.RenewalGrpc.RenewalBlockingStub calledBy(String bearer) {
        return as(channel, bearer).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    LeaseResponse ask(ConnectionId id, long generation) {
        return ask(id, generation, java.time.Duration.ofSeconds(30));
    }

    LeaseResponse ask(ConnectionId id, long generation, java.time.Duration patience) {
        return renewal.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
                .lease(LeaseRequest.newBuilder()
                        .setConnectionId(id.toString())
                        .setGeneration(generation)
                        .build());
    }

    /** @param instance where the process runs */
    static WorkerProcess process(String instance) {
        return WorkerProcess.newBuilder()
                .setInstance(instance)
                .setProcessId(UUID.randomUUID().toString())
                .build();
    }

    int begin(WorkerProcess process) {
        return renewal.withDeadlineAfter(30, TimeUnit.SECONDS)
                .begin(BeginRequest.newBuilder().setProcess(process).build())
                .getEndedLeases();
    }

    LeaseResponse ask(Stage.Scene scene, WorkerProcess process) {
        return renewal.withDeadlineAfter(30, TimeUnit.SECONDS)
                .lease(LeaseRequest.newBuilder()
                        .setConnectionId(scene.id().toString())
                        .setGeneration(scene.generation())
                        .setProcess(process)
                        .build());
    }

    LeaseGranted lease(Stage.Scene scene) {
        var answer = ask(scene.id(), scene.generation());
        if (!answer.hasGranted()) {
            throw new AssertionError("declined: " + answer.getDeclined().getReason());
        }
        return answer.getGranted();
    }

    LeaseDeclined declined(Stage.Scene scene) {
        var answer = ask(scene.id(), scene.generation());
        if (!answer.hasDeclined()) {
            throw new AssertionError("granted");
        }
        return answer.getDeclined();
    }

    static CompleteRequest report(Stage.Scene scene, LeaseGranted lease, Outcome outcome) {
        return CompleteRequest.newBuilder()
                .setLeaseId(lease.getLeaseId())
                .setLeaseSecret(lease.getLeaseSecret())
                .setConnectionId(scene.id().toString())
                .setOutcome(outcome)
                .build();
    }

    CompleteResponse complete(Stage.Scene scene, LeaseGranted lease, Outcome outcome) {
        return complete(report(scene, lease, outcome));
    }

    CompleteResponse complete(CompleteRequest request) {
        return renewal.withDeadlineAfter(30, TimeUnit.SECONDS).complete(request);
    }

    List<DueHint> claimDue(int limit) {
        return renewal.withDeadlineAfter(30, TimeUnit.SECONDS)
                .claimDue(ClaimDueRequest.newBuilder().setLimit(limit).build())
                .getHintsList();
    }

    /** @param refresh null when the provider sent none */
    static Outcome renewed(String access, String refresh) {
        return Outcome.newBuilder().setRenewed(renewal(access, refresh)).build();
    }

    /** The provider also says how long its new refresh token lives. */
    static Outcome renewed(String access, String refresh, java.time.Duration refreshLife) {
        var life = Duration.newBuilder().setSeconds(refreshLife.toSeconds());
        return Outcome.newBuilder()
                .setRenewed(renewal(access, refresh).setRefreshTokenLifetime(life))
                .build();
    }

    private static Renewed.Builder renewal(String access, String refresh) {
        var renewed = Renewed.newBuilder()
                .setAccessToken(access)
                .setLifetime(Duration.newBuilder().setSeconds(3600));
        return refresh == null ? renewed : renewed.setRefreshToken(refresh);
    }

    static Outcome rejected() {
        return Outcome.newBuilder().setRejected(failed("invalid_grant")).build();
    }

    static Outcome misconfigured() {
        return Outcome.newBuilder().setMisconfigured(failed("invalid_client")).build();
    }

    static Outcome unknown() {
        return Outcome.newBuilder().setUnknown(failed("no_answer")).build();
    }

    static Outcome throttled(long seconds) {
        return Outcome.newBuilder()
                .setThrottled(Throttled.newBuilder()
                        .setRetryAfter(Duration.newBuilder().setSeconds(seconds)))
                .build();
    }

    /** Without saying for how long. */
    static Outcome throttled() {
        return Outcome.newBuilder().setThrottled(Throttled.getDefaultInstance()).build();
    }

    static Outcome passing() {
        return Outcome.newBuilder()
                .setTransient(Transient.newBuilder().setReason("status_503"))
                .build();
    }

    static Outcome notSent() {
        return Outcome.newBuilder()
                .setTransient(Transient.newBuilder().setReason("connect_failed").setNotSent(true))
                .build();
    }

    private static Failed failed(String reason) {
        return Failed.newBuilder().setReason(reason).build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}

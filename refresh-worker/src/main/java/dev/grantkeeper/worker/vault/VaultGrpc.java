package dev.grantkeeper.worker.vault;

import dev.grantkeeper.wire.v1.BeginRequest;
import dev.grantkeeper.wire.v1.BeginResponse;
import dev.grantkeeper.wire.v1.ClaimDueRequest;
import dev.grantkeeper.wire.v1.LeaseRequest;
import dev.grantkeeper.wire.v1.MutinyRenewalGrpc;
import dev.grantkeeper.wire.v1.MutinyRenewalGrpc.MutinyRenewalStub;
import dev.grantkeeper.worker.renew.Due;
import dev.grantkeeper.worker.renew.LeaseAnswer;
import dev.grantkeeper.worker.renew.Report;
import dev.grantkeeper.worker.renew.Vault;
import dev.grantkeeper.worker.renew.VaultException;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The vaults over gRPC: whichever answers. A call that no vault took, or whose vault went away over it, goes to another:
 * every call is safe to repeat. If the access token was refused, it is made once more with a fresh one.
 */
@ApplicationScoped
class VaultGrpc implements Vault {
    private final Channel channel;
    private final MutinyRenewalStub renewal;
    private final AccessTokens tokens;
    private final VaultContact contact;
    private final VaultClock clock;
    private final ThisProcess process;
    private final Duration deadline;

    VaultGrpc(
            @GrpcClient("vault") Channel channel,
            AccessTokens tokens,
            VaultContact contact,
            VaultClock clock,
            ThisProcess process,
            VaultConfig config) {
        this.channel = channel;
        this.renewal = MutinyRenewalGrpc.newMutinyStub(channel).withCallCredentials(new BearerCredentials(tokens));
        this.tokens = tokens;
        this.contact = contact;
        this.clock = clock;
        this.process = process;
        this.deadline = config.deadline();
    }

    @Override
    public Uni<Void> begin() {
        var request = BeginRequest.newBuilder().setProcess(process.wire()).build();
        return call("Begin", stub -> stub.begin(request)
                        .onFailure(VaultGrpc::isUnimplemented)
                        .recoverWithItem(BeginResponse.getDefaultInstance()))
                .replaceWithVoid();
    }

    @Override
    public Uni<LeaseAnswer> lease(Due due) {
        var request = LeaseRequest.newBuilder()
                .setConnectionId(due.connection().toString())
                .setGeneration(due.generation())
                .setProcess(process.wire())
                .build();
        return call("Lease", stub -> stub.lease(request))
                .invoke(response -> Wire.time(response).ifPresent(clock::tell))
                .map(response -> Wire.leaseAnswer(due, response));
    }

    @Override
    public Uni<String> complete(Report report) {
        var request = Wire.completeRequest(report);
        return call("Complete", stub -> stub.complete(request)).map(response -> Wire.word(response.getResult()));
    }

    @Override
    public Uni<List<Due>> claimDue(int limit) {
        // At this pace vaults are noticed that are back, or new; a channel alone would let up to two minutes pass.
        lookAgain();
        var request = ClaimDueRequest.newBuilder().setLimit(limit).build();
        return call("ClaimDue", stub -> stub.claimDue(request)).map(Wire::hints);
    }

    private <T> Uni<T> call(String name, Function<MutinyRenewalStub, Uni<T>> rpc) {
        return Uni.createFrom()
                .deferred(() -> rpc.apply(renewal.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)))
                .onFailure(VaultGrpc::isUnauthenticated)
                .invoke(tokens::forget)
                .onFailure(VaultGrpc::isUnauthenticated)
                .retry()
                .atMost(1)
                .onItem()
                .invoke(contact::answered)
                .onFailure()
                .transform(failure -> failed(name, Status.fromThrowable(failure)));
    }

    /** The words behind a code are the vault's, or gRPC's own; neither quotes what was sent. */
    private VaultException failed(String call, Status status) {
        var code = status.getCode().name();
        contact.failed(status.getDescription() == null ? code : code + ", " + status.getDescription());
        lookAgain();
        return new VaultException(call, code);
    }

    private void lookAgain() {
        if (channel instanceof ManagedChannel managed) {
            managed.resetConnectBackoff();
        }
    }

    private static boolean isUnimplemented(Throwable failure) {
        return Status.fromThrowable(failure).getCode() == Status.Code.UNIMPLEMENTED;
    }

    private static boolean isUnauthenticated(Throwable failure) {
        return Status.fromThrowable(failure).getCode() == Status.Code.UNAUTHENTICATED;
    }
}

package dev.grantkeeper.vault.renewal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.AuthorizationGrpc;
import dev.grantkeeper.vault.access.DeadlineGrpc;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.provider.ProviderLimits;
import dev.grantkeeper.wire.v1.BeginRequest;
import dev.grantkeeper.wire.v1.BeginResponse;
import dev.grantkeeper.wire.v1.ClaimDueRequest;
import dev.grantkeeper.wire.v1.ClaimDueResponse;
import dev.grantkeeper.wire.v1.CompleteRequest;
import dev.grantkeeper.wire.v1.CompleteResponse;
import dev.grantkeeper.wire.v1.CompleteResult;
import dev.grantkeeper.wire.v1.DeclineReason;
import dev.grantkeeper.wire.v1.DueHint;
import dev.grantkeeper.wire.v1.LeaseDeclined;
import dev.grantkeeper.wire.v1.LeaseGranted;
import dev.grantkeeper.wire.v1.LeaseRequest;
import dev.grantkeeper.wire.v1.LeaseResponse;
import dev.grantkeeper.wire.v1.RefreshMaterial;
import dev.grantkeeper.wire.v1.Renewal;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Renewals for refresh workers. */
@GrpcService
@RegisterInterceptor(TransportGrpc.class)
@RegisterInterceptor(DeadlineGrpc.class)
class RenewalGrpc implements Renewal {

    private static final int MOST_HINTS = 100;
    /** For a worker that does not say how long it waits; it would not use an older lease. */
    private static final java.time.Duration LONGEST_PATIENCE = java.time.Duration.ofSeconds(5);
    /** What an answer may take to its worker. */
    private static final java.time.Duration ON_ITS_WAY = java.time.Duration.ofMillis(300);

    private final AccessTokens tokens;
    private final Succession succession;
    private final Leasing leasing;
    private final Completing completing;
    private final DueRenewals due;
    private final ProviderLimits limits;
    private final RenewalConfig config;
    private final InstantSource clock;

    RenewalGrpc(
            AccessTokens tokens,
            Succession succession,
            Leasing leasing,
            Completing completing,
            DueRenewals due,
            ProviderLimits limits,
            RenewalConfig config,
            InstantSource clock) {
        this.tokens = tokens;
        this.succession = succession;
        this.leasing = leasing;
        this.completing = completing;
        this.due = due;
        this.limits = limits;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<BeginResponse> begin(BeginRequest request) {
        return tokens.refreshWorker(AuthorizationGrpc.header())
                .flatMap(worker -> succession.begin(worker, process(request.getProcess())))
                .map(ended -> BeginResponse.newBuilder().setEndedLeases(ended).build());
    }

    @Override
    public Uni<LeaseResponse> lease(LeaseRequest request) {
        var readableByOthers = !TransportGrpc.isPrivate() && !config.plaintextOffLoopback();
        // Before the caller is known: learning who it is may take a while, too.
        var answeredBy = clock.instant()
                .plus(DeadlineGrpc.left().map(left -> left.minus(ON_ITS_WAY)).orElse(LONGEST_PATIENCE));
        return tokens.refreshWorker(AuthorizationGrpc.header())
                .flatMap(worker -> {
                    if (readableByOthers) {
                        throw Failure.forbidden(
                                "A lease carries a refresh token: call the vault over TLS, or set grantkeeper.renewal.plaintext-off-loopback where the network encrypts.");
                    }
                    var process = request.hasProcess()
                            ? Optional.of(process(request.getProcess()))
                            : Optional.<WorkerProcess>empty();
                    return leasing.lease(
                            new Leasing.Caller(worker, process, answeredBy),
                            ConnectionId.parse(request.getConnectionId()),
                            request.getGeneration());
                })
                .map(RenewalGrpc::response);
    }

    @Override
    public Uni<CompleteResponse> complete(CompleteRequest request) {
        return tokens.refreshWorker(AuthorizationGrpc.header())
                .flatMap(worker -> completing.complete(worker, ReportGrpc.read(request)))
                .map(completed -> CompleteResponse.newBuilder()
                        .setResult(CompleteResult.valueOf(
                                "COMPLETE_RESULT_" + completed.result().name()))
                        .setGeneration(completed.generation())
                        .build());
    }

    @Override
    public Uni<ClaimDueResponse> claimDue(ClaimDueRequest request) {
        return tokens.refreshWorker(AuthorizationGrpc.header())
                .flatMap(worker -> {
                    if (request.getLimit() < 1 || request.getLimit() > MOST_HINTS) {
                        throw Failure.invalid("limit", "must be 1 to " + MOST_HINTS);
                    }
                    return limits.rooms().flatMap(rooms -> due.overdue(worker, rooms, request.getLimit()));
                })
                .map(overdue -> ClaimDueResponse.newBuilder()
                        .addAllHints(overdue.stream().map(RenewalGrpc::hint).toList())
                        .build());
    }

    private static LeaseResponse response(Lease lease) {
        var response = LeaseResponse.newBuilder();
        if (lease instanceof Lease.Granted granted) {
            response.setGranted(granted(granted));
        } else if (lease instanceof Lease.Declined declined) {
            response.setDeclined(LeaseDeclined.newBuilder()
                    .setReason(DeclineReason.valueOf(
                            "DECLINE_REASON_" + declined.reason().name())));
        }
        return response.build();
    }

    private static LeaseGranted granted(Lease.Granted granted) {
        var material = granted.material();
        return LeaseGranted.newBuilder()
                .setLeaseId(granted.id().toString())
                .setLeaseSecret(ByteString.copyFrom(granted.secret().revealBytes()))
                .setLeasedAt(timestamp(granted.at()))
                .setLeaseLife(Duration.newBuilder()
                        .setSeconds(granted.life().getSeconds())
                        .setNanos(granted.life().getNano()))
                .setMaterial(material(material))
                .setOutcomePublicKey(ByteString.copyFrom(material.outcomeKey().publicKey()))
                .setOutcomeKeyId(material.outcomeKey().id())
                .build();
    }

    private static RefreshMaterial material(Lease.Material material) {
        var wire = RefreshMaterial.newBuilder()
                .setSettingsJson(material.client().settings().toJson().encode())
                .setClientId(material.client().identity().clientId())
                .setRefreshToken(material.refreshToken().map(Secret::revealUtf8).orElse(""))
                .addAllScopes(material.scopes());
        var identity = material.client().identity();
        identity.clientSecret().ifPresent(secret -> wire.setClientSecret(secret.reveal()));
        identity.formerSecret().ifPresent(secret -> wire.setFormerClientSecret(secret.reveal()));
        return wire.build();
    }

    private static WorkerProcess process(dev.grantkeeper.wire.v1.WorkerProcess process) {
        return WorkerProcess.parse(process.getInstance(), process.getProcessId());
    }

    private static DueHint hint(Due due) {
        return DueHint.newBuilder()
                .setConnectionId(due.connection().toString())
                .setGeneration(due.generation())
                .setDueAt(timestamp(due.dueAt()))
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}

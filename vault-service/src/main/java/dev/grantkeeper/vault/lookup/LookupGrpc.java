package dev.grantkeeper.vault.lookup;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.AuthorizationGrpc;
import dev.grantkeeper.vault.access.DeadlineGrpc;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Creator;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.renewal.Rejections;
import dev.grantkeeper.wire.v1.Connection;
import dev.grantkeeper.wire.v1.ConnectionLookup;
import dev.grantkeeper.wire.v1.GetConnectionRequest;
import dev.grantkeeper.wire.v1.Owner;
import dev.grantkeeper.wire.v1.OwnerType;
import dev.grantkeeper.wire.v1.RejectedAction;
import dev.grantkeeper.wire.v1.ReportRejectedRequest;
import dev.grantkeeper.wire.v1.ReportRejectedResponse;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Values for app runtimes, over gRPC. */
@GrpcService
@RegisterInterceptor(DeadlineGrpc.class)
class LookupGrpc implements ConnectionLookup {

    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(2);
    /** What the answer itself needs of the caller's deadline. */
    private static final Duration MARGIN = Duration.ofMillis(100);

    private final AccessTokens tokens;
    private final Lookup lookup;
    private final Rejections rejections;

    LookupGrpc(AccessTokens tokens, Lookup lookup, Rejections rejections) {
        this.tokens = tokens;
        this.lookup = lookup;
        this.rejections = rejections;
    }

    @Override
    public Uni<Connection> getUserConnection(GetConnectionRequest request) {
        return serve(request, OwnerKind.USER);
    }

    @Override
    public Uni<Connection> getWorkspaceConnection(GetConnectionRequest request) {
        return serve(request, OwnerKind.WORKSPACE);
    }

    @Override
    public Uni<ReportRejectedResponse> reportRejected(ReportRejectedRequest request) {
        return tokens.execution(AuthorizationGrpc.header())
                .flatMap(execution -> {
                    if (request.getGeneration() < 1) {
                        throw Failure.invalid("generation", "must be the one the lookup returned");
                    }
                    return rejections.report(
                            execution, ConnectionId.parse(request.getConnectionId()), request.getGeneration());
                })
                .map(answer -> ReportRejectedResponse.newBuilder()
                        .setGeneration(answer.generation())
                        .setAction(RejectedAction.valueOf(
                                "REJECTED_ACTION_" + answer.action().name()))
                        .build());
    }

    private Uni<Connection> serve(GetConnectionRequest request, OwnerKind owner) {
        var patience = patience();
        return tokens.execution(AuthorizationGrpc.header())
                .flatMap(execution -> lookup.lookup(execution, question(request, owner), patience))
                .map(LookupGrpc::connection);
    }

    private static Question question(GetConnectionRequest request, OwnerKind owner) {
        return new Question(
                owner, minTtl(request), request.getRequiredScopesList(), !request.hasPrompt() || request.getPrompt());
    }

    private static Duration minTtl(GetConnectionRequest request) {
        if (!request.hasMinTtl()) {
            return Question.DEFAULT_MIN_TTL;
        }
        if (!Durations.isValid(request.getMinTtl())) {
            throw Failure.invalid("min_ttl", "must be a valid google.protobuf.Duration");
        }
        return Duration.ofMillis(Durations.toMillis(request.getMinTtl()));
    }

    private static Duration patience() {
        var left = DeadlineGrpc.left().map(deadline -> deadline.minus(MARGIN)).orElse(LONGEST_PATIENCE);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Connection connection(Served served) {
        var answer = Connection.newBuilder()
                .setId(served.id().toString())
                .setValue(served.value().revealUtf8())
                .setTypeValue(
                        served.type() == ConnectionType.SECRET
                                ? dev.grantkeeper.wire.v1.ConnectionType.CONNECTION_TYPE_SECRET_VALUE
                                : dev.grantkeeper.wire.v1.ConnectionType.CONNECTION_TYPE_OAUTH2_VALUE)
                .setOwnedBy(Owner.newBuilder()
                        .setType(
                                served.owner().kind() == OwnerKind.USER
                                        ? OwnerType.OWNER_TYPE_USER
                                        : OwnerType.OWNER_TYPE_WORKSPACE)
                        .setId(served.owner().id()))
                .setCreatedBy(Owner.newBuilder()
                        .setType(
                                served.createdBy().kind() == Creator.Kind.USER
                                        ? OwnerType.OWNER_TYPE_USER
                                        : OwnerType.OWNER_TYPE_APP)
                        .setId(served.createdBy().id()))
                .addAllScopes(served.scopes())
                .setGeneration(served.generation())
                .putAllMetadata(served.metadata());
        served.expiresAt()
                .ifPresent(at -> answer.setExpiresAt(
                        Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano())));
        return answer.build();
    }
}

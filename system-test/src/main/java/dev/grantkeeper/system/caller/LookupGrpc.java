package dev.grantkeeper.system.caller;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.grantkeeper.wire.v1.Connection;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc.ConnectionLookupBlockingStub;
import dev.grantkeeper.wire.v1.GetConnectionRequest;
import dev.grantkeeper.wire.v1.OwnerType;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lookups over gRPC. */
public final class LookupGrpc implements Lookup, AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final long DEADLINE_SECONDS = 20;
    /** What a lookup comes to that no vault answers; where a vault refuses, it says why in so many words. */
    private static final Set<Status.Code> NOBODY =
            EnumSet.of(Status.Code.UNAVAILABLE, Status.Code.CANCELLED, Status.Code.DEADLINE_EXCEEDED);

    private final ManagedChannel channel;
    private final GetConnectionRequest question;

    /** Leaves it to the vault how long a value must still be good. */
    public LookupGrpc(URI vault) {
        this(vault, GetConnectionRequest.getDefaultInstance());
    }

    /** @param minTtl in whole seconds */
    public LookupGrpc(URI vault, Duration minTtl) {
        this(
                vault,
                GetConnectionRequest.newBuilder()
                        .setMinTtl(com.google.protobuf.Duration.newBuilder().setSeconds(minTtl.toSeconds()))
                        .build());
    }

    private LookupGrpc(URI vault, GetConnectionRequest question) {
        this.question = question;
        this.channel = ManagedChannelBuilder.forAddress(vault.getHost(), vault.getPort())
                .usePlaintext()
                .build();
    }

    @Override
    public Looked user(String executionToken) {
        return ask(executionToken, stub -> stub.getUserConnection(question));
    }

    @Override
    public Looked workspace(String executionToken) {
        return ask(executionToken, stub -> stub.getWorkspaceConnection(question));
    }

    @Override
    public String protocol() {
        return "gRPC";
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private Looked ask(String token, Function<ConnectionLookupBlockingStub, Connection> call) {
        var metadata = new Metadata();
        metadata.put(AUTHORIZATION, "Bearer " + token);
        try {
            return served(call.apply(ConnectionLookupGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(DEADLINE_SECONDS, SECONDS)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))));
        } catch (StatusRuntimeException e) {
            // A vault that was away is asked again at once, not after a pause that grows with every try.
            channel.resetConnectBackoff();
            return refused(e);
        }
    }

    private static Looked served(Connection connection) {
        var owner = connection.getOwnedBy();
        return new Looked.Served(
                connection.getId(),
                connection.getValue(),
                (owner.getType() == OwnerType.OWNER_TYPE_USER ? "user:" : "workspace:") + owner.getId(),
                connection.hasExpiresAt()
                        ? Instant.ofEpochSecond(
                                connection.getExpiresAt().getSeconds(),
                                connection.getExpiresAt().getNanos())
                        : null,
                connection.getGeneration());
    }

    /** @throws UncheckedIOException if it is not the vault that says so, but the lack of an answer */
    private static Looked refused(StatusRuntimeException failure) {
        return Optional.ofNullable(StatusProto.fromThrowable(failure)).stream()
                .flatMap(status -> status.getDetailsList().stream())
                .filter(detail -> detail.is(ErrorInfo.class))
                .findFirst()
                .map(LookupGrpc::errorInfo)
                .map(info -> new Looked.Refused(info.getReason(), info.getMetadataMap()))
                .orElseGet(() -> unexplained(failure));
    }

    private static Looked.Refused unexplained(StatusRuntimeException failure) {
        var code = failure.getStatus().getCode();
        if (NOBODY.contains(code)) {
            throw new UncheckedIOException("the lookup over gRPC failed", new IOException(failure));
        }
        return new Looked.Refused(code.name(), Map.of());
    }

    private static ErrorInfo errorInfo(Any detail) {
        try {
            return detail.unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the vault's error details cannot be read", e);
        }
    }
}

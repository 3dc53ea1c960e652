package dev.grantkeeper.vault;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.Optional;

/** A real gRPC client at the vault's HTTP port. */
public final class VaultChannel implements AutoCloseable {

    private final ManagedChannel channel;

    public VaultChannel(URI vault) {
        channel = NettyChannelBuilder.forAddress(vault.getHost(), vault.getPort())
                .usePlaintext()
                .build();
    }

    public Channel anonymous() {
        return channel;
    }

    public Channel as(TestIssuer.Token token) {
        return as(token.bearer());
    }

    /** With this authorization header. */
    public Channel as(String authorization) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** The detail of this type that a failure carries (google.rpc.Status). */
    public static <M extends Message> Optional<M> detail(StatusRuntimeException failure, Class<M> type) {
        return Optional.ofNullable(StatusProto.fromThrowable(failure)).map(Status::getDetailsList).stream()
                .flatMap(details -> details.stream())
                .filter(detail -> detail.is(type))
                .map(detail -> unpack(detail, type))
                .findFirst();
    }

    private static <M extends Message> M unpack(Any detail, Class<M> type) {
        try {
            return detail.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}

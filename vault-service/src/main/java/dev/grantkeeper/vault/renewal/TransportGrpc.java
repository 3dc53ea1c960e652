package dev.grantkeeper.vault.renewal;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetSocketAddress;

/** Knows whether anybody on the network could read along. */
@ApplicationScoped
class TransportGrpc implements ServerInterceptor {

    private static final Context.Key<Boolean> PRIVATE = Context.key("private-transport");

    /** Whether the current call came over TLS, or from this machine itself. */
    static boolean isPrivate() {
        return Boolean.TRUE.equals(PRIVATE.get());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var attributes = call.getAttributes();
        var encrypted = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION) != null;
        var local = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
                && remote.getAddress() != null
                && remote.getAddress().isLoopbackAddress();
        return Contexts.interceptCall(Context.current().withValue(PRIVATE, encrypted || local), call, headers, next);
    }
}

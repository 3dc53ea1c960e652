package dev.grantkeeper.vault.error;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Failures as gRPC statuses with details (google.rpc.Status). */
@ApplicationScoped
class FailureGrpc implements ExceptionHandlerProvider {

    private static final Logger LOG = Logger.getLogger(FailureGrpc.class);

    @Override
    public <ReqT, RespT> io.quarkus.grpc.ExceptionHandler<ReqT, RespT> createHandler(
            io.grpc.ServerCall.Listener<ReqT> listener,
            io.grpc.ServerCall<ReqT, RespT> call,
            io.grpc.Metadata metadata) {
        return new io.quarkus.grpc.ExceptionHandler<>(listener, call, metadata) {
            @Override
            protected void handleException(
                    Throwable fault, io.grpc.ServerCall<ReqT, RespT> call, io.grpc.Metadata metadata) {
                var status = (StatusException) transform(fault);
                var trailers = status.getTrailers();
                call.close(status.getStatus(), trailers == null ? new io.grpc.Metadata() : trailers);
            }
        };
    }

    @Override
    public Throwable transform(Throwable fault) {
        if (fault instanceof StatusException status) {
            return status;
        }
        if (fault instanceof StatusRuntimeException status) {
            return new StatusException(status.getStatus(), status.getTrailers());
        }
        return Faults.asFailure(fault).map(FailureGrpc::status).orElseGet(() -> unexpected(fault));
    }

    private static StatusException status(Failure failure) {
        var reason = failure.reason();
        var status = Status.newBuilder().setCode(reason.grpcCode()).setMessage(failure.getMessage());
        var info = ErrorInfo.newBuilder().setReason(reason.name()).setDomain("grantkeeper.dev");
        status.addDetails(Any.pack(info.putAllMetadata(failure.details()).build()));
        failure.retryAfter()
                .map(after -> RetryInfo.newBuilder().setRetryDelay(Durations.fromMillis(after.toMillis())))
                .ifPresent(retry -> status.addDetails(Any.pack(retry.build())));
        if (!failure.fields().isEmpty()) {
            var request = BadRequest.newBuilder();
            failure.fields().forEach(f -> request.addFieldViolationsBuilder()
                    .setField(f.field())
                    .setDescription(f.message()));
            status.addDetails(Any.pack(request.build()));
        }
        return StatusProto.toStatusException(status.build());
    }

    private static StatusException unexpected(Throwable fault) {
        var incident = UUID.randomUUID();
        LOG.errorf("incident %s: %s", incident, Faults.describe(fault));
        return io.grpc.Status.INTERNAL
                .withDescription("The vault failed. Ask the operator about incident " + incident + ".")
                .asException();
    }
}

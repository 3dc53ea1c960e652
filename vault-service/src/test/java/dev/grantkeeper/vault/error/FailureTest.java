package dev.grantkeeper.vault.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.grantkeeper.vault.Contract;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of failures in the contract, over gRPC; what HTTP makes of them is seen at every route. */
class FailureTest {

    private final FailureGrpc grpc = new FailureGrpc();

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(Failure.authRequired(Map.of("cause", "expired")), 424, Status.Code.FAILED_PRECONDITION),
                Arguments.of(Failure.noUser(), 424, Status.Code.FAILED_PRECONDITION),
                Arguments.of(Failure.providerMisconfigured(), 424, Status.Code.FAILED_PRECONDITION),
                Arguments.of(Failure.renewing(Duration.ofSeconds(1)), 503, Status.Code.UNAVAILABLE),
                Arguments.of(Failure.unavailable("The database"), 503, Status.Code.UNAVAILABLE),
                Arguments.of(Failure.notConfigured("notes", "user"), 404, Status.Code.NOT_FOUND),
                Arguments.of(Failure.notFound("connection"), 404, Status.Code.NOT_FOUND),
                Arguments.of(Failure.invalid("limit", "must be 1"), 400, Status.Code.INVALID_ARGUMENT),
                Arguments.of(Failure.conflict("taken"), 409, Status.Code.ABORTED),
                Arguments.of(Failure.refusedByApp("Not yet."), 422, Status.Code.FAILED_PRECONDITION),
                Arguments.of(Failure.hookFailed("No answer."), 503, Status.Code.UNAVAILABLE),
                Arguments.of(Failure.unauthenticated("expired"), 401, Status.Code.UNAUTHENTICATED),
                Arguments.of(Failure.forbidden("admins only"), 403, Status.Code.PERMISSION_DENIED));
    }

    @ParameterizedTest
    @MethodSource("table")
    void failure_ofEachReason_hasItsStatusAndDetails(Failure failure, int http, Status.Code code)
            throws InvalidProtocolBufferException {
        var status = StatusProto.fromThrowable(grpc.transform(failure));

        assertThat(failure.reason().httpStatus()).isEqualTo(http);
        assertThat(Status.fromCodeValue(status.getCode()).getCode()).isEqualTo(code);
        assertThat(status.getMessage()).isEqualTo(failure.getMessage());
        var info = status.getDetails(0).unpack(ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo(failure.reason().name());
        assertThat(info.getDomain()).isEqualTo("grantkeeper.dev");
        assertThat(info.getMetadataMap()).isEqualTo(failure.details());
        assertThat(failure.reason().isTransient())
                .isEqualTo(failure.retryAfter().isPresent());
        assertThat(failure.getStackTrace()).isEmpty();
    }

    @Test
    void table_andContract_nameEveryReason() {
        assertThat(table().map(row -> ((Failure) row.get()[0]).reason())).containsExactlyInAnyOrder(Reason.values());
        assertThat(Contract.document()
                        .at("/components/schemas/Problem/properties/reason/enum")
                        .valueStream()
                        .map(name -> name.asText()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Arrays.stream(Reason.values()).map(Reason::name), Stream.of("INTERNAL"))
                                .toList());
    }

    @Test
    void transientFailure_saysWhenToComeBack() throws InvalidProtocolBufferException {
        var status = StatusProto.fromThrowable(grpc.transform(Failure.renewing(Duration.ofMillis(1500))));

        assertThat(status.getDetails(1).unpack(RetryInfo.class).getRetryDelay()).isEqualTo(Durations.fromMillis(1500));
    }

    @Test
    void invalid_namesTheField() throws InvalidProtocolBufferException {
        var status = StatusProto.fromThrowable(grpc.transform(Failure.invalid("limit", "must be 1")));

        assertThat(status.getDetails(1).unpack(BadRequest.class).getFieldViolationsList())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.getField()).isEqualTo("limit");
                    assertThat(violation.getDescription()).isEqualTo("must be 1");
                });
    }

    @Test
    void fault_unexpected_isAnIncidentThatQuotesNothing() {
        var status = (StatusException) grpc.transform(new IllegalStateException("s3cret"));

        assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getStatus().getDescription()).contains("incident").doesNotContain("s3cret");
    }

    @Test
    void status_ofTheFramework_staysAsItIs() {
        var refused = Status.RESOURCE_EXHAUSTED.withDescription("too large");

        assertThat(((StatusException) grpc.transform(refused.asException())).getStatus())
                .isEqualTo(refused);
        assertThat(((StatusException) grpc.transform(refused.asRuntimeException())).getStatus())
                .isEqualTo(refused);
    }
}

package dev.grantkeeper.system.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.grantkeeper.wire.v1.Connection;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc.ConnectionLookupImplBase;
import dev.grantkeeper.wire.v1.GetConnectionRequest;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LookupGrpcTest {

    private Server vault;

    @AfterEach
    void stop() {
        if (vault != null) {
            vault.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"INTERNAL", "UNKNOWN", "UNAUTHENTICATED", "RESOURCE_EXHAUSTED"})
    void status_withoutAReason_isARefusalByItsName(Status.Code code) throws IOException {
        try (var lookup = answering(code)) {
            assertThat(lookup.user("token")).isEqualTo(new Looked.Refused(code.name(), Map.of()));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAVAILABLE", "CANCELLED", "DEADLINE_EXCEEDED"})
    void status_ofALookupThatNobodyAnswers_isNoRefusal(Status.Code code) throws IOException {
        try (var lookup = answering(code)) {
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> lookup.user("token"));
        }
    }

    @Test
    void vault_away_isNoRefusal() throws IOException {
        try (var lookup = answering(Status.Code.OK)) {
            vault.shutdownNow();
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> lookup.user("token"));
        }
    }

    private LookupGrpc answering(Status.Code code) throws IOException {
        vault = ServerBuilder.forPort(0)
                .addService(new ConnectionLookupImplBase() {
                    @Override
                    public void getUserConnection(GetConnectionRequest question, StreamObserver<Connection> answer) {
                        answer.onError(code.toStatus().asRuntimeException());
                    }
                })
                .build()
                .start();
        return new LookupGrpc(URI.create("http://127.0.0.1:" + vault.getPort()));
    }
}

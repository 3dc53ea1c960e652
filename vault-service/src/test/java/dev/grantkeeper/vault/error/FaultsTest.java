package dev.grantkeeper.vault.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    @ParameterizedTest
    @ValueSource(strings = {"08000", "08006", "53300", "53100", "57014", "57P01", "57P02", "57P03", "57P05"})
    void sqlState_ofADatabaseThatCannotServe_isUnavailable(String state) {
        assertUnavailable(postgres(state));
        assertUnavailable(new SQLException("s3cret", state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "22021", "40P01", "28P01", "P0001", "", "0"})
    void sqlState_ofARefusal_isNobodysFailure(String state) {
        assertThat(Faults.asFailure(postgres(state))).isEmpty();
        assertThat(Faults.asFailure(new SQLException("s3cret", state))).isEmpty();
    }

    static Stream<Throwable> away() {
        return Stream.of(
                ClosedConnectionException.INSTANCE,
                new ClosedChannelException(),
                new ConnectException("refused"),
                new NoRouteToHostException(),
                new UnknownHostException("database.example"),
                new TimeoutException(),
                new NoStackTraceThrowable("Timeout"),
                new VertxException("Timeout waiting for connection"));
    }

    @ParameterizedTest
    @MethodSource("away")
    void driver_withoutItsServer_isUnavailable(Throwable fault) {
        assertUnavailable(fault);
    }

    @Test
    void fault_wrapped_isJudgedByItsCause() {
        assertUnavailable(new CompletionException(new IllegalStateException(postgres("57P01"))));
    }

    @Test
    void failure_wrapped_isItself() {
        var failure = Failure.noUser();

        assertThat(Faults.asFailure(new CompletionException(failure))).containsSame(failure);
    }

    @Test
    void fault_ofAnotherKind_isNobodysFailure() {
        assertThat(Faults.asFailure(new NullPointerException())).isEmpty();
        assertThat(Faults.asFailure(new UncheckedIOException(new IOException("disk"))))
                .isEmpty();
        assertThat(Faults.asFailure(new SQLException("no state"))).isEmpty();
    }

    @Test
    void description_forTheLog_hasTypesAndPlacesAndNoMessage() {
        var text = Faults.describe(new IllegalStateException("s3cret", postgres("23505")));

        assertThat(text)
                .contains("java.lang.IllegalStateException", "caused by", "PgException", "FaultsTest")
                .doesNotContain("s3cret");
    }

    private static PgException postgres(String state) {
        return new PgException("s3cret", "ERROR", state, "s3cret");
    }

    private static void assertUnavailable(Throwable fault) {
        assertThat(Faults.asFailure(fault)).hasValueSatisfying(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failure.retryAfter()).isPresent();
            assertThat(failure.getMessage()).doesNotContain("s3cret");
        });
    }
}

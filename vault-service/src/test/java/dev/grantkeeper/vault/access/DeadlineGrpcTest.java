package dev.grantkeeper.vault.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineGrpcTest {

    @ParameterizedTest
    @CsvSource({"2H,7200", "3M,180", "90S,90", "90000m,90", "90000000u,90", "99999999n,0"})
    void timeout_ofEachUnit_isRead(String header, long seconds) {
        assertThat(DeadlineGrpc.read(header).orElseThrow().timeRemaining(TimeUnit.SECONDS))
                .isBetween(seconds - 1, seconds);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "90", "S", "-1S", "123456789S", "1d", "1S "})
    void timeout_ofNoForm_isNone(String header) {
        assertThat(DeadlineGrpc.read(header)).isEmpty();
    }

    @Test
    void left_outsideACall_isNone() {
        assertThat(DeadlineGrpc.left()).isEmpty();
    }
}

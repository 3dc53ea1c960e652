package dev.grantkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void ofNanos_manyTimes_isByNearestRank() {
        var times = LongStream.rangeClosed(1, 200)
                .mapToObj(millis -> (201 - millis) * 1_000_000)
                .toList();

        assertThat(Spread.ofNanos(times)).isEqualTo(new Spread(200, 100, 198, 200));
    }

    @Test
    void ofNanos_none_isNoNumber() {
        assertThat(Spread.ofNanos(List.of()).p99()).isNaN();
    }

    @Test
    void median_evenAndOdd_isTheMiddle() {
        assertThat(Spread.median(3, 1, 2)).isEqualTo(2);
        assertThat(Spread.median(4, 1, 3, 2)).isEqualTo(2.5);
    }
}

package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.MovableClock;
import dev.grantkeeper.vault.renewal.DueRenewals.Offered;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferingTest {

    private final MovableClock clock = MovableClock.atFixedStart();
    private final Offering offering = new Offering(clock);
    private final List<Integer> asked = new ArrayList<>();

    private Offered offer(int due, boolean kafkaTakes) {
        return offer(due, kafkaTakes ? due : 0);
    }

    private Offered offer(int due, int acknowledged) {
        return offering.offer(100, most -> {
                    asked.add(most);
                    int taken = Math.min(most, due);
                    return Uni.createFrom().item(new Offered(taken, Math.min(taken, acknowledged)));
                })
                .await()
                .indefinitely();
    }

    @Test
    void offer_kafkaTakesAll_offersAsManyAsAreDueEveryTime() {
        assertThat(offer(7, true)).isEqualTo(new Offered(7, 7));
        assertThat(offer(200, true)).isEqualTo(new Offered(100, 100));
        assertThat(asked).containsExactly(100, 100);
    }

    /** One partition without a leader is not all of Kafka. */
    @Test
    void offer_oneNotAcknowledged_goesOnOfferingAll() {
        assertThat(offer(50, 49)).isEqualTo(new Offered(50, 49));
        assertThat(offer(50, true)).isEqualTo(new Offered(50, 50));
        assertThat(asked).containsExactly(100, 100);
    }

    @Test
    void offer_kafkaAway_triesOneNowAndAgain() {
        offer(50, false);
        assertThat(offer(50, false)).isEqualTo(new Offered(0, 0));
        clock.advance(Duration.ofSeconds(3));
        offer(50, false);
        offer(50, false);
        assertThat(asked).containsExactly(100, 1);
    }

    @Test
    void offer_kafkaBack_offersAllAgain() {
        offer(50, false);
        clock.advance(Duration.ofSeconds(3));
        assertThat(offer(50, true)).isEqualTo(new Offered(1, 1));
        assertThat(offer(50, true)).isEqualTo(new Offered(50, 50));
    }

    /** What is not due says nothing of Kafka. */
    @Test
    void offer_nothingDue_isNoTry() {
        offer(50, false);
        clock.advance(Duration.ofSeconds(3));
        offer(0, false);
        assertThat(offer(50, true)).isEqualTo(new Offered(1, 1));
        assertThat(asked).containsExactly(100, 1, 1);
    }
}

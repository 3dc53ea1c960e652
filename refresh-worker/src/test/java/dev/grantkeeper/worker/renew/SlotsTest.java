package dev.grantkeeper.worker.renew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantkeeper.worker.renew.Slots.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final List<String> order = new ArrayList<>();
    private final Slots slots = new Slots(1);
    private final Slot first = slots.tryTake().orElseThrow();

    @Test
    void take_full_waitsItsTurn() {
        slots.take().subscribe().with(slot -> order.add("second"));
        slots.take().subscribe().with(slot -> order.add("third"));
        assertThat(order).isEmpty();

        first.end();

        assertThat(order).containsExactly("second");
    }

    @Test
    void tryTake_full_getsNothing() {
        assertThat(slots.tryTake()).isEmpty();
        assertThat(slots.free()).isZero();
    }

    @Test
    void makeRoom_byOneWhoListens_letsTheNextInButKeepsTheFirstUnderWay() {
        first.makeRoom();

        assertThat(slots.tryTake()).isPresent();
        assertThat(slots.underWay()).isEqualTo(2);
    }

    @Test
    void end_calledTwice_freesOneSlotOnly() {
        first.end();
        first.end();

        assertThat(slots.free()).isEqualTo(1);
        assertThat(slots.underWay()).isZero();
    }

    @Test
    void close_withOneWaiting_letsNobodyInAnyMore() throws InterruptedException {
        slots.take().subscribe().with(slot -> order.add("second"));

        slots.close();
        first.end();

        assertThat(order).isEmpty();
        assertThat(slots.tryTake()).isEmpty();
        assertThat(slots.awaitEnd(Duration.ZERO)).isTrue();
    }

    @Test
    void awaitEnd_renewalUnderWay_saysFalseInTime() throws InterruptedException {
        first.makeRoom();

        assertThat(slots.awaitEnd(Duration.ofMillis(20))).isFalse();
    }

    @Test
    void slots_none_namesTheProperty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Slots(0))
                .withMessageContaining("grantkeeper.worker.renew.concurrency");
    }
}

package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.EVERYTHING_TOLD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EverythingToldTest {

    private static final Stored STORED =
            new Tale().connect(0).renew(10).renew(20).history().stored();

    @Test
    void changes_inOrderSomeTwiceAndOneMeanwhile_areGood() {
        assertThat(Checker.checkEvents(STORED, told(1, 2, 1, 2, 3, 4))).isEmpty();
    }

    @Test
    void change_outOfOrder_isBroken() {
        assertBroken(told(2, 1, 3));
    }

    @Test
    void change_lost_isBroken() {
        assertBroken(told(1, 3));
        assertBroken(told());
    }

    private static void assertBroken(List<Told> changes) {
        assertThat(Checker.checkEvents(STORED, changes))
                .extracting(Violation::invariant)
                .containsExactly(EVERYTHING_TOLD);
    }

    private static List<Told> told(long... generations) {
        return LongStream.of(generations)
                .mapToObj(generation -> new Told(new UUID(0, 1), generation, "renewed"))
                .toList();
    }
}

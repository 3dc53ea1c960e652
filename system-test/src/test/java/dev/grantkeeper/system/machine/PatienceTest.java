package dev.grantkeeper.system.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {

    @Test
    void await_answerAtTheThirdQuestion_isReturned() {
        var questions = new AtomicInteger();

        int answer = Patience.await(Duration.ofSeconds(10), "third", () -> Optional.of(questions.incrementAndGet())
                .filter(count -> count == 3));

        assertThat(answer).isEqualTo(3);
    }

    @Test
    void await_noAnswerInTime_saysWhatWasAwaited() {
        assertThatThrownBy(() -> Patience.await(Duration.ofMillis(60), "bus", Optional::empty))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("after 0 s still no bus");
    }

    @Test
    void await_interrupted_givesUpAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Patience.await(Duration.ofSeconds(10), "bus", Optional::empty))
                .hasMessage("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void until_timeToCome_returnsNotBefore() {
        long wanted = System.nanoTime() + Duration.ofMillis(50).toNanos();

        Patience.until(wanted);

        assertThat(System.nanoTime() - wanted).isNotNegative();
    }
}

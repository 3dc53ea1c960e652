package dev.grantkeeper.system.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PresentedTest {

    @Test
    void once_allDifferent_saysReplaced() {
        assertThat(new Presented(List.of("a", "b", "c")).once()).isEqualTo("3 came, each once; replaced each time");
    }

    @Test
    void once_alwaysTheSame_saysNeverReplaced() {
        assertThat(new Presented(List.of("a", "a", "a")).once()).isEqualTo("never replaced; it came 3 times");
    }

    @Test
    void once_replacedOneAgain_isRefused() {
        assertThatThrownBy(() -> new Presented(List.of("a", "b", "a")).once())
                .hasMessage("3 refresh tokens came, but only 2 different ones");
    }

    @Test
    void requireFor_oneUnderWay_holds() {
        var three = new Presented(List.of("a", "b", "c"));

        three.requireFor(2);
        three.requireFor(3);
        three.requireFor(4);
    }

    @Test
    void requireFor_manyMoreThanRenewals_isRefused() {
        assertThatThrownBy(() -> new Presented(List.of("a", "b", "c")).requireFor(1))
                .hasMessage("3 refresh tokens came for 1 renewals");
    }
}

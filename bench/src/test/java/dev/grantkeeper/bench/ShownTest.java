package dev.grantkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShownTest {

    @Test
    void after_changes_isWhatIsOpen() {
        assertThat(shown(snapshot(1, "a", "b"), prompt(1, "c", "open"), prompt(1, "a", "resolved")))
                .isEqualTo(new Shown(Set.of("b", "c"), 0));
    }

    @Test
    void after_otherConnection_beginsAnew() {
        assertThat(shown(snapshot(1, "a"), prompt(1, "b", "open"), snapshot(2, "b"), prompt(2, "c", "open")))
                .isEqualTo(new Shown(Set.of("b", "c"), 0));
    }

    @Test
    void after_anotherSnapshot_isWhatThatSays() {
        assertThat(shown(snapshot(1, "a", "b"), snapshot(1, "b"))).isEqualTo(new Shown(Set.of("b"), 0));
    }

    @Test
    void after_openedTwiceOverOneConnection_countsThat() {
        assertThat(shown(snapshot(1, "a"), prompt(1, "a", "open"), prompt(1, "b", "open"), prompt(1, "b", "open"))
                        .doubled())
                .isEqualTo(2);
    }

    @Test
    void after_openedWhenResolved_countsThatAndShowsIt() {
        assertThat(shown(snapshot(1), prompt(1, "a", "open"), prompt(1, "a", "resolved"), prompt(1, "a", "open")))
                .isEqualTo(new Shown(Set.of("a"), 1));
    }

    private static Shown shown(Heard... heard) {
        return Shown.after(List.of(heard));
    }

    private static Heard snapshot(int epoch, String... ids) {
        var prompts = Stream.of(ids).map(id -> "{\"prompt_id\":\"" + id + "\"}").toList();
        return new Heard(epoch, 0, "snapshot", "{\"prompts\":" + prompts + "}");
    }

    private static Heard prompt(int epoch, String id, String state) {
        return new Heard(epoch, 0, "prompt", "{\"prompt_id\":\"%s\",\"state\":\"%s\"}".formatted(id, state));
    }
}

package dev.grantkeeper.vault.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns(2);
    private final List<String> begun = new ArrayList<>();
    private final List<UniEmitter<? super String>> working = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();

    @Test
    void inTurn_moreThanMay_waitForThoseBefore() {
        List.of("a", "b", "c", "d").forEach(this::ask);
        assertThat(begun).containsExactly("a", "b");

        working.get(1).complete("done");
        assertThat(begun).containsExactly("a", "b", "c");
        assertThat(ended).containsExactly("b");

        working.get(0).fail(new IllegalStateException("broken"));
        assertThat(begun).containsExactly("a", "b", "c", "d");
        assertThat(ended).containsExactly("b", "a failed");
    }

    @Test
    void inTurn_cancelledWhileWaiting_isPassedOver() {
        ask("a");
        ask("b");
        var waiting = ask("c");
        ask("d");

        waiting.cancel();
        working.get(0).complete("done");

        assertThat(begun).containsExactly("a", "b", "d");
    }

    @Test
    void inTurn_cancelledAtWork_givesTheTurnToTheNext() {
        var first = ask("a");
        ask("b");
        ask("c");

        first.cancel();

        assertThat(begun).containsExactly("a", "b", "c");
    }

    @Test
    void inTurn_allDone_beginsTheNextAtOnce() {
        for (var name : List.of("a", "b", "c", "d")) {
            ask(name);
            working.get(working.size() - 1).complete("done");
        }

        assertThat(ended).containsExactly("a", "b", "c", "d");
    }

    @Test
    void inTurn_workThatThrows_endsTheTurn() {
        for (int i = 0; i < 3; i++) {
            turns.<String>inTurn(() -> {
                        throw new IllegalStateException("broken");
                    })
                    .subscribe()
                    .with(done -> {}, fault -> ended.add(fault.getMessage()));
        }

        assertThat(ended).containsExactly("broken", "broken", "broken");
    }

    private Cancellable ask(String name) {
        return turns.inTurn(() -> {
                    begun.add(name);
                    return Uni.createFrom().<String>emitter(working::add);
                })
                .subscribe()
                .with(done -> ended.add(name), fault -> ended.add(name + " failed"));
    }
}

package dev.grantkeeper.system.story;

import java.time.Duration;
import java.util.function.Consumer;

/** Tells the story in lines for people: each step's title, then what it saw. */
public final class Teller implements Story.Listener {

    private final Consumer<String> lines;

    public Teller(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void begins(int number, String title) {
        lines.accept("");
        lines.accept(number + "/" + Story.steps() + "  " + title);
    }

    @Override
    public void held(int number, String saw, Duration took) {
        lines.accept("     " + saw + " [" + took.toMillis() / 100 / 10.0 + " s]");
    }
}

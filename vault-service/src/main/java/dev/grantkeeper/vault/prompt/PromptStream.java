package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.error.Faults;
import dev.grantkeeper.vault.prompt.PromptFeed.Signal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * One person's prompts as they change: a snapshot of those open, then changes, and a new snapshot whenever changes may have
 * been missed. The reader is subscribed before the snapshot is taken, so that nothing is missed in between, and not told of a
 * change again that the snapshot knew of.
 */
@ApplicationScoped
class PromptStream {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /**
     * What goes out at once.
     *
     * @param data empty for a heartbeat
     */
    record Frame(String name, Optional<JsonObject> data) {

        private static final Frame HEARTBEAT = new Frame("heartbeat", Optional.empty());
        private static final Frame END = new Frame("end", Optional.empty());
    }

    private final PromptFeed feed;
    private final OpenPrompts prompts;
    private final PromptEvents events;
    private final InstantSource clock;

    PromptStream(PromptFeed feed, OpenPrompts prompts, PromptEvents events, InstantSource clock) {
        this.feed = feed;
        this.prompts = prompts;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Ends when the person's token expires, when the reader is too slow, and when the vault stops.
     *
     * @param connections whether changes of the connections that the person may see are told, too
     */
    Multi<Frame> to(Person person, boolean connections) {
        var before = new Told();
        var told = feed.of(person, connections)
                .onItem()
                .transformToUniAndConcatenate(signal -> frame(signal, person, before));
        var heartbeats = Multi.createFrom()
                .ticks()
                .startingAfter(HEARTBEAT)
                .every(HEARTBEAT)
                .onOverflow()
                .drop()
                .map(tick -> Frame.HEARTBEAT);
        return Multi.createBy()
                .merging()
                .withRequests(1)
                .streams(told, heartbeats)
                .select()
                .first(frame -> frame != Frame.END)
                .select()
                .first(leftOf(person))
                .onFailure(BackPressureFailure.class)
                .recoverWithCompletion();
    }

    /** {@code {"prompts": [...]}} with what is open now. */
    Uni<JsonObject> open(Person person) {
        return prompts.of(person).map(open -> json(open, person));
    }

    /** No item for what the reader knows. */
    private Uni<Frame> frame(Signal signal, Person person, Told told) {
        if (signal instanceof Signal.Prompted prompted) {
            var prompt = PromptEvents.forReader(prompted.prompt(), person.user());
            return told.isNews(prompt)
                    ? Uni.createFrom().item(frame("prompt", prompt))
                    : Uni.createFrom().nullItem();
        }
        if (signal instanceof Signal.Changed changed) {
            return Uni.createFrom().item(frame("connection", changed.connection()));
        }
        return signal == Signal.Note.END ? Uni.createFrom().item(Frame.END) : snapshot(person, told);
    }

    /**
     * Waits for the database as long as the stream lasts: to end all streams whenever it is away would have all readers come back
     * together. What changes meanwhile is told after it.
     */
    private Uni<Frame> snapshot(Person person, Told told) {
        return Uni.createFrom()
                .deferred(() -> {
                    var at = clock.instant();
                    return open(person).invoke(open -> told.snapshot(open.getJsonArray("prompts"), at));
                })
                .onFailure(Faults::isTransient)
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely()
                .map(prompts -> frame("snapshot", prompts));
    }

    private JsonObject json(List<Shown> open, Person person) {
        var array = new JsonArray();
        open.forEach(prompt -> array.add(events.json(prompt, person.user())));
        return new JsonObject().put("prompts", array);
    }

    private Duration leftOf(Person person) {
        var left = Duration.between(clock.instant(), person.expiresAt());
        return left.compareTo(AT_ONCE) > 0 ? left : AT_ONCE;
    }

    private static Frame frame(String name, JsonObject data) {
        return new Frame(name, Optional.of(data));
    }
}

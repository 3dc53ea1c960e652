package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.access.Tenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Hands what every vault hears of prompts and connections to those connected to this one. */
@ApplicationScoped
class PromptFeed {

    private static final int LONGEST_QUEUE = 256;
    private static final int MOST_PER_PERSON = 20;
    /** Milliseconds over which readers look anew, in all and for each. */
    private static final long SPREAD = 2_000;

    private static final long SPREAD_EACH = 1;

    /** Something to tell a reader. */
    sealed interface Signal {

        /** A prompt opened, was resolved, or was put aside by somebody or shown again. */
        record Prompted(JsonObject prompt) implements Signal {}

        /** A connection's state or value changed. */
        record Changed(JsonObject connection) implements Signal {}

        enum Note implements Signal {
            /** The reader may not know what is open: at its start, and when changes may have been missed. */
            LOOK,
            /** Nothing more will come. */
            END
        }
    }

    private final Vertx vertx;
    private final Readers readers = new Readers();
    private final AtomicLong numbers = new AtomicLong();

    PromptFeed(Vertx vertx, MeterRegistry metrics) {
        this.vertx = vertx;
        metrics.gauge("grantkeeper.prompts.readers", readers, Readers::size);
    }

    /**
     * What concerns this person from now on, starting with {@link Signal.Note#LOOK}; on the Vert.x context of the subscriber.
     *
     * <p>A person who opens one too many has the oldest ended. Fails with BackPressureFailure when the subscriber falls too far behind.
     *
     * @param connections whether changes of connections are wanted beside prompts
     */
    Multi<Signal> of(Person person, boolean connections) {
        return Multi.createFrom()
                .<Signal>emitter(
                        emitter -> {
                            var context = Vertx.currentContext();
                            var reader = new Reader(
                                    numbers.incrementAndGet(),
                                    person,
                                    connections,
                                    signal -> context.runOnContext(ignored -> emitter.emit(signal)));
                            readers.add(reader);
                            endSurplus(person);
                            emitter.onTermination(() -> readers.remove(reader));
                            emitter.emit(Signal.Note.LOOK);
                        },
                        BackPressureStrategy.IGNORE)
                .onOverflow()
                .buffer(LONGEST_QUEUE);
    }

    /** @param prompt as the topic has it */
    void prompted(Tenant tenant, Owner owner, JsonObject prompt) {
        var signal = new Signal.Prompted(prompt);
        readers.near(tenant, owner).filter(reader -> reader.answersFor(owner)).forEach(reader -> reader.tell(signal));
    }

    /** @param connection as the topic has it */
    void changed(Tenant tenant, Owner owner, JsonObject connection) {
        var shown = connection.copy();
        shown.remove("tenant");
        var signal = new Signal.Changed(shown);
        readers.near(tenant, owner)
                .filter(reader -> reader.seesConnectionsOf(owner))
                .forEach(reader -> reader.tell(signal));
    }

    /** Whether it is of any use to hear of connections. */
    boolean isHeardOfConnections() {
        return readers.anybodyHearsConnections();
    }

    private void endSurplus(Person person) {
        readers.of(person)
                .sorted(Comparator.comparingLong(Reader::number).reversed())
                .skip(MOST_PER_PERSON)
                .forEach(reader -> reader.tell(Signal.Note.END));
    }

    /** Of prompts, changes before this moment may have been missed, those after it will be heard. */
    void promptsRestarted() {
        look(readers.all());
    }

    /** The same of connections. */
    void connectionsRestarted() {
        look(readers.all().filter(Reader::hearsConnections));
    }

    /** One by one, as lookups need the database too; and once, however much was missed. */
    private void look(Stream<Reader> missing) {
        var spread = Math.max(SPREAD, readers.size() * SPREAD_EACH);
        missing.filter(Reader::wantsLook)
                .forEach(reader ->
                        vertx.setTimer(ThreadLocalRandom.current().nextLong(1, spread), timer -> reader.look()));
    }

    /** Before the vault waits for the requests it still has to answer, of which streams are no part. */
    void end(@Observes ShutdownDelayInitiatedEvent stopping) {
        readers.all().forEach(reader -> reader.tell(Signal.Note.END));
    }

    long readersOf(Tenant tenant) {
        return readers.in(tenant).count();
    }
}

package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.access.Tenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Hands what every vault hears of prompts to those connected to this one. */
@ApplicationScoped
class PromptFeed {

    private static final int LONGEST_QUEUE = 256;
    private static final int MOST_PER_PERSON = 20;
    /** Milliseconds over which readers look anew, in all and for each. */
    private static final long SPREAD = 2_000;

    private static final long SPREAD_EACH = 5;

    /** Something to tell a reader. */
    sealed interface Signal {

        /** A prompt opened or was resolved. */
        record Changed(JsonObject prompt) implements Signal {}

        enum Note implements Signal {
            /** The reader may not know what is open: at its start, and when changes may have been missed. */
            LOOK,
            /** Nothing more will come. */
            END
        }
    }

    private record Reader(long number, Person person, Consumer<Signal> ear) {

        boolean mayHear(Tenant tenant, Owner owner) {
            return person.tenant().equals(tenant) && person.mayActFor(owner);
        }

        boolean isOf(Person other) {
            return person.tenant().equals(other.tenant()) && person.user().equals(other.user());
        }
    }

    private final Vertx vertx;
    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();

    PromptFeed(Vertx vertx, MeterRegistry metrics) {
        this.vertx = vertx;
        metrics.gaugeCollectionSize("grantkeeper.prompts.readers", Tags.empty(), readers);
    }

    /**
     * What concerns this person from now on, starting with {@link Signal.Note#LOOK}; on the Vert.x context of the subscriber.
     *
     * <p>A person who opens one too many has the oldest ended. Fails with BackPressureFailure when the subscriber falls too far behind.
     */
    Multi<Signal> of(Person person) {
        return Multi.createFrom()
                .<Signal>emitter(
                        emitter -> {
                            var context = Vertx.currentContext();
                            var reader = new Reader(
                                    numbers.incrementAndGet(),
                                    person,
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

    void changed(Tenant tenant, Owner owner, JsonObject prompt) {
        var signal = new Signal.Changed(prompt);
        readers.stream().filter(reader -> reader.mayHear(tenant, owner)).forEach(reader -> reader.ear.accept(signal));
    }

    private void endSurplus(Person person) {
        readers.stream()
                .filter(reader -> reader.isOf(person))
                .sorted(Comparator.comparingLong(Reader::number).reversed())
                .skip(MOST_PER_PERSON)
                .forEach(reader -> reader.ear.accept(Signal.Note.END));
    }

    /**
     * Changes before this moment may have been missed, those after it will be heard. Readers look one by one, as lookups need
     * the database too.
     */
    void restarted() {
        var spread = Math.max(SPREAD, readers.size() * SPREAD_EACH);
        readers.forEach(reader -> vertx.setTimer(
                ThreadLocalRandom.current().nextLong(1, spread), timer -> reader.ear.accept(Signal.Note.LOOK)));
    }

    /** Before the vault waits for the requests it still has to answer, of which streams are no part. */
    void end(@Observes ShutdownDelayInitiatedEvent stopping) {
        readers.forEach(reader -> reader.ear.accept(Signal.Note.END));
    }

    long readersOf(Tenant tenant) {
        return readers.stream()
                .filter(reader -> reader.person.tenant().equals(tenant))
                .count();
    }
}

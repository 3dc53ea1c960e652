package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.access.Tenant;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Hands what every vault hears of prompts to those connected to this one. */
@ApplicationScoped
class PromptFeed {

    private static final int LONGEST_QUEUE = 256;

    /**
     * Something to tell a reader.
     *
     * @param change a prompt that opened or was resolved; empty when the reader may not know what is open: at its start, and
     *     when changes may have been missed
     */
    record Signal(Optional<JsonObject> change) {
        static final Signal LOOK = new Signal(Optional.empty());
    }

    private record Reader(Person person, Consumer<Signal> ear) {

        boolean mayHear(Tenant tenant, Owner owner) {
            return person.tenant().equals(tenant) && person.mayActFor(owner);
        }
    }

    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();

    /**
     * What concerns this person from now on, starting with {@link Signal#LOOK}; on the Vert.x context of the subscriber.
     *
     * <p>Fails with BackPressureFailure when the subscriber falls too far behind.
     */
    Multi<Signal> of(Person person) {
        return Multi.createFrom()
                .<Signal>emitter(
                        emitter -> {
                            var context = Vertx.currentContext();
                            var reader =
                                    new Reader(person, signal -> context.runOnContext(ignored -> emitter.emit(signal)));
                            readers.add(reader);
                            emitter.onTermination(() -> readers.remove(reader));
                            emitter.emit(Signal.LOOK);
                        },
                        BackPressureStrategy.IGNORE)
                .onOverflow()
                .buffer(LONGEST_QUEUE);
    }

    void changed(Tenant tenant, Owner owner, JsonObject prompt) {
        var signal = new Signal(Optional.of(prompt));
        readers.stream().filter(reader -> reader.mayHear(tenant, owner)).forEach(reader -> reader.ear.accept(signal));
    }

    /** Changes before this moment may have been missed, those after it will be heard. */
    void restarted() {
        readers.forEach(reader -> reader.ear.accept(Signal.LOOK));
    }
}

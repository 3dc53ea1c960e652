package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.prompt.PromptFeed.Signal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One open stream. */
final class Reader {

    private final long number;
    private final Person person;
    private final boolean hearsConnections;
    private final Consumer<Signal> ear;
    private final AtomicBoolean lookDue = new AtomicBoolean();

    /**
     * @param number later ones have higher ones
     * @param hearsConnections whether changes of connections are wanted beside prompts
     */
    Reader(long number, Person person, boolean hearsConnections, Consumer<Signal> ear) {
        this.number = number;
        this.person = person;
        this.hearsConnections = hearsConnections;
        this.ear = ear;
    }

    long number() {
        return number;
    }

    Person person() {
        return person;
    }

    boolean hearsConnections() {
        return hearsConnections;
    }

    boolean answersFor(Owner owner) {
        return person.mayActFor(owner);
    }

    boolean seesConnectionsOf(Owner owner) {
        return hearsConnections && person.maySee(owner);
    }

    void tell(Signal signal) {
        ear.accept(signal);
    }

    /** @return whether {@link #look} is still to be called: it does for all that asked for it before */
    boolean wantsLook() {
        return lookDue.compareAndSet(false, true);
    }

    void look() {
        lookDue.set(false);
        tell(Signal.Note.LOOK);
    }
}

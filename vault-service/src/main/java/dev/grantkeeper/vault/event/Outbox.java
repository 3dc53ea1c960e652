package dev.grantkeeper.vault.event;

import io.smallrye.mutiny.Uni;

/** Events on their way to Kafka. */
public interface Outbox {

    /**
     * Adds an event to the current transaction.
     *
     * <p>Call it after the rows the event tells of are locked, in the order connection, prompt: then the order of ids is the
     * order of commits for every key.
     */
    Uni<Void> append(Event event);
}

package dev.grantkeeper.vault.letter;

import java.util.List;
import java.util.Optional;

/** The dead letters. Every method blocks, for some seconds at most, and fails with UNAVAILABLE when Kafka does not answer. */
interface DeadLetters {

    /** In the order of their places, after the given one. */
    List<DeadLetter> after(Optional<Place> place, int limit);

    /** Empty if there is none, or none any more. */
    Optional<DeadLetter> at(Place place);

    /** Publishes the message anew where it came from, as it came but marked; false if there is none any more. */
    boolean replay(Place place);
}

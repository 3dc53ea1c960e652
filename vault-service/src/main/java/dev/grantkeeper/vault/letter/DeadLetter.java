package dev.grantkeeper.vault.letter;

import dev.grantkeeper.vault.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is told of a message that nobody could decipher: never what was in it.
 *
 * @param at when it was put aside
 * @param connection whose it is, as far as its key says
 * @param reason one word of ours
 * @param origin where it was read, {@code topic-partition@offset}
 * @param replayOf the dead letter that it was replayed from, if it was
 * @param size of its value, in bytes
 */
record DeadLetter(
        Place place,
        Instant at,
        Optional<ConnectionId> connection,
        String reason,
        Optional<String> origin,
        Optional<String> replayOf,
        int size) {}

package dev.grantkeeper.vault.connection;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** How a connection stood when somebody was asked about it, as far as the answer depends on it. A renewal changes none of it. */
record Standing(Optional<ConnectionId> id, Optional<UUID> grant, Optional<Instant> connectedAt) {

    private static final Standing NOTHING = new Standing(Optional.empty(), Optional.empty(), Optional.empty());

    /** It is not what was asked about any more. An answer for {@link Permission} alone. */
    static final class Overtaken extends RuntimeException {
        private Overtaken() {
            super("overtaken", null, false, false);
        }
    }

    static Standing of(Optional<Connection> found) {
        return found.filter(connection -> connection.generation() > 0)
                .map(connection -> new Standing(
                        Optional.of(connection.id()),
                        Optional.of(connection.grantId()),
                        Optional.ofNullable(connection.entrusted().connectedAt())))
                .orElse(NOTHING);
    }

    /**
     * @param locked as it stands now, and will until the transaction ends
     * @throws Overtaken where somebody connected or disconnected it meanwhile
     */
    void require(Connection locked) {
        if (!equals(of(Optional.of(locked)))) {
            throw new Overtaken();
        }
    }
}

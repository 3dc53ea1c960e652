package dev.grantkeeper.vault.activity;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a connection.
 *
 * @param id later ones have higher ones
 * @param action its word
 * @param reason a word from a closed list, of what failed
 */
record Activity(
        long id,
        Instant at,
        String action,
        ConnectionId connection,
        String app,
        Owner owner,
        Actor actor,
        Optional<String> reason) {

    /** Who did it, as far as it concerns people: that some worker did, or whose execution the app was in, does not. */
    record Actor(String type, String id) {

        private static final Actor VAULT = new Actor("vault", "vault");

        /** @param kind as the audit record has it */
        static Actor of(String kind, String id, String app) {
            return switch (kind) {
                case "person" -> new Actor("user", id);
                case "execution" -> new Actor("app", app);
                default -> VAULT;
            };
        }
    }
}

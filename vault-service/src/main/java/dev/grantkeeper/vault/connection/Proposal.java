package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person is about to do to a connection: everything but its value.
 *
 * @param id that it has, or will have
 * @param createdBy who connects it; where it is to end, who connected it last
 * @param reconnected whether it takes the place of one that is connected, or was until its grant died
 * @param removedBy who disconnects it
 */
public record Proposal(
        Kind kind,
        ConnectionId id,
        ConnectionKey key,
        ConnectionType type,
        List<String> scopes,
        Map<String, String> metadata,
        Creator createdBy,
        boolean reconnected,
        Optional<String> removedBy) {

    public enum Kind {
        /** It is about to be saved. */
        ADDED,
        /** Its values are about to be erased, and its grant to be revoked. */
        REMOVED
    }

    /**
     * @param found what there is now
     * @param fresh the id of a new one
     */
    static Proposal adding(
            Optional<Connection> found,
            ConnectionId fresh,
            ConnectionKey key,
            Definition definition,
            List<String> scopes,
            Map<String, String> metadata,
            Creator by) {
        return new Proposal(
                Kind.ADDED,
                found.map(Connection::id).orElse(fresh),
                key,
                definition.type(),
                scopes,
                metadata,
                by,
                found.filter(connection -> connection.status() != ConnectionStatus.DISCONNECTED)
                        .isPresent(),
                Optional.empty());
    }

    /** @param by who does it */
    static Proposal removing(Connection connection, String by) {
        return new Proposal(
                Kind.REMOVED,
                connection.id(),
                connection.key(),
                connection.type(),
                connection.scopes(),
                connection.entrusted().metadata(),
                connection.entrusted().createdBy(),
                false,
                Optional.of(by));
    }

    /** Who does it. */
    public String by() {
        return removedBy.orElseGet(createdBy::id);
    }
}

package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.definition.Definition;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of all provider clients. What is locked in a transaction is stored when it commits. */
interface Clients {

    /**
     * @param checked whether it is known if the database was restored
     * @param cautiousUntil empty when the vault is not cautious
     */
    record Seen(ClientState client, boolean checked, Optional<Instant> cautiousUntil) {}

    /** The client as which the definition speaks to its provider; not locked. */
    Uni<Seen> find(Definition definition, Instant now);

    /** The same row as it is once it is locked. */
    Uni<ClientState> lock(ClientState seen);

    Uni<Optional<ClientState>> lock(UUID id);

    /** How many leases run. */
    Uni<Integer> running(UUID client, Instant now);

    Uni<Map<UUID, Integer>> running(List<UUID> clients, Instant now);

    /** Those with a limit of their own, a hold or a way back. */
    Uni<List<ClientState>> held();

    /** The same, and those with a connection that is due. */
    Uni<List<ClientState>> heldOrDue(Instant now);

    /** By id, after the given one. */
    Uni<List<ClientState>> page(Optional<String> issuer, Optional<UUID> after, int limit);

    Uni<Optional<ClientState>> find(UUID id);

    /** Every open breaker may probe by then. */
    Uni<Void> probe(Instant at);

    Uni<Void> recalled(List<UUID> clients);
}

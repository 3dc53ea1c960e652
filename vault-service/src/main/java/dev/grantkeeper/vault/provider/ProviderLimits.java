package dev.grantkeeper.vault.provider;

import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.vault.definition.Definition;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What providers' clients may be asked, and how often; kept in the database, so that any number of vaults and workers keep it
 * together. A client that nothing limits costs one look at its row, and no lock.
 */
public interface ProviderLimits {

    /**
     * Takes one permit in the current transaction, which also commits the lease it is for.
     *
     * @param leaseEnd until when others wait for this call, should it be a probe
     */
    Uni<Permit> permit(Definition definition, Instant now, Instant leaseEnd);

    /**
     * Learns from an outcome, in the current transaction. Of a client that the definition no longer states, be it
     * that it states none, it learns nothing.
     *
     * @param definition of the connection at present
     * @param client whose permit it was
     * @param leasedAt when the call was permitted
     * @return whether to believe it: while the vault is cautious and the provider rejects one grant after the other, it is
     *     rather the database that is wrong
     */
    Uni<Boolean> note(Definition definition, UUID client, Instant leasedAt, Outcome outcome);

    /** Every client that something limits, and what there is room for. Whoever is not in it has no limit, or nothing due. */
    Uni<List<Room>> rooms();

    /** The connections of these clients were called back. */
    Uni<Void> recalled(List<UUID> clients);
}

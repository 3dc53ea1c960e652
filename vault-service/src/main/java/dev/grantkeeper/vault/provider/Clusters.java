package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.provider.Cluster.Identity;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** What is remembered about the database, and what it says about itself. */
interface Clusters {

    /**
     * @param startedAt when the server that answers started
     * @param remembered as it is stored
     */
    record Look(Instant startedAt, Cluster remembered) {}

    Uni<Look> look();

    /** Empty where the server does not say, or not to the vault's role. */
    Uni<Optional<Identity>> identity();

    /** What is remembered, to be changed in this transaction. */
    Uni<Cluster> lock();
}

package dev.grantkeeper.vault.provider;

import dev.grantkeeper.vault.provider.Cluster.Identity;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

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

    /** Changes what is remembered, with its row locked. */
    Uni<Cluster> change(Consumer<Cluster> change);
}

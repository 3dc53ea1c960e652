package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.definition.Definition;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Whether providers may be called, kept in the database so that any number of workers respect it together. */
interface ProviderHolds {

    /**
     * Whether one call may be made now, in the current transaction. A client that was refused gets one probe at a time.
     *
     * @param nextProbe when another probe may be made, should this call turn out to be one
     */
    Uni<Boolean> permit(Definition definition, Instant now, Instant nextProbe);

    Uni<Void> throttle(Definition definition, Instant until);

    /** The provider refuses the client as this version of the definition states it. */
    Uni<Void> refuse(Definition definition, Instant probeAt, String reason);

    /** The provider accepts the client as this version of the definition states it. */
    Uni<Void> accept(Definition definition);
}

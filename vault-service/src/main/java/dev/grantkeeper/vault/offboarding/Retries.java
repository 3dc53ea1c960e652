package dev.grantkeeper.vault.offboarding;

import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.UUID;

/** Connections and prompts that could not be ended: they are tried again, and hold up no other. */
interface Retries {

    /** It is tried again after a while, which grows. */
    Uni<Void> putOff(UUID offboarding, UUID item);

    /** Those that are not tried at the moment. */
    Uni<Set<UUID>> waiting(UUID offboarding);

    /** In the current transaction: it has ended. */
    Uni<Void> forget(UUID offboarding);

    /** How many could not be ended so far. */
    Uni<Long> failing(UUID offboarding);

    /** Of all offboardings under way. */
    Uni<Long> failing();
}

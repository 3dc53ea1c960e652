package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.ConnectionId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All leavings. */
interface Offboardings {

    /** Stores it, unless one of the same leaver is under way: then that one. */
    Uni<Offboarding> begin(Offboarding fresh);

    /** Only the tenant's own. */
    Uni<Optional<Offboarding>> find(Tenant tenant, UUID id);

    /** One that is due, the longest due first; nobody else's for that time. */
    Uni<Optional<Offboarding>> claim(Duration time);

    /** What the leaver is still connected by. */
    Uni<List<ConnectionId>> connected(Leaver leaver, int limit);

    /** A connection has ended; in the current transaction, with what is to be revoked of it. */
    Uni<Void> ended(UUID offboarding, List<UUID> revocations);

    Uni<Void> prompted(UUID offboarding, int closed);

    Uni<Void> goOn(UUID offboarding, Instant at);

    Uni<Void> end(UUID offboarding, Instant at);

    /** In the current transaction; without effect for a token of no offboarding. */
    Uni<Void> revoked(UUID revocation, String ending);

    /** How many tokens ended in which way; {@code pending} for those that have not. */
    Uni<Map<String, Long>> tokens(UUID offboarding);

    /** How many connections of the workspace a user connected who leaves. */
    Uni<Long> kept(Leaver leaver);

    Uni<Long> underWay();
}

package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Disconnecting;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All leavings. */
interface Offboardings {

    /** Stores it, unless one of the same leaver is under way: then that one, which settles as late as this would. */
    Uni<Offboarding> begin(Offboarding fresh);

    /** Only the tenant's own. */
    Uni<Optional<Offboarding>> find(Tenant tenant, UUID id);

    /** One that is due, the longest due first; nobody else's for that time. */
    Uni<Optional<Offboarding>> claim(Duration time);

    /** What the leaver is still connected by, without what was put off. */
    Uni<List<ConnectionId>> connected(UUID offboarding, int limit);

    /** A connection has ended; in the current transaction, with what it leaves at its provider. */
    Uni<Void> ended(UUID offboarding, Disconnecting.Tokens tokens);

    /** A prompt was closed; in the current transaction. */
    Uni<Void> prompted(UUID offboarding);

    Uni<Void> goOn(UUID offboarding, Instant at);

    /** @return whether it was under way, and nobody has moved the time since at which it settles */
    Uni<Boolean> end(UUID offboarding, Instant at);

    /** In the current transaction; in the reports of all offboardings that the token concerns. */
    Uni<Void> revoked(UUID revocation, ConnectionId connection, Instant begunAt, String ending);

    /**
     * How many tokens ended in which way since it began, whoever disconnected them; {@code pending} for those that have not.
     */
    Uni<Map<String, Long>> tokens(UUID offboarding);

    /** How many connections of the workspace a user connected who leaves. */
    Uni<Long> kept(Leaver leaver);

    Uni<Long> underWay();
}

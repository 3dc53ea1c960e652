package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.TokenType;
import dev.grantkeeper.vault.value.Sealer;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;

/**
 * Tokens that nobody will use any more. Each is revoked at its provider (RFC 7009), however often that has to be tried, unless
 * its connection is connected anew before: at some providers that would kill the new grant.
 */
public interface Revocations {

    /**
     * Adds a token of a connection that was disconnected to the current transaction, which has the connection's row locked.
     *
     * @param id new, and known to whoever adds it again
     * @param client that the owner brought, where the app has none to prove itself with
     */
    Uni<Void> add(
            UUID id, Connection connection, Sealer sealer, Secret token, TokenType type, Optional<OwnClient> client);

    /** Asks the provider now, without anybody waiting for it. Call it after the transaction; else it is asked a little later. */
    void attempt(UUID id);
}

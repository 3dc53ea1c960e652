package dev.grantkeeper.system.provider;

import dev.grantkeeper.system.fleet.AtProvider;
import java.util.List;

/**
 * An authorization server that nobody here wrote, running, with one app of the vault's for a client and one person who has
 * an account there.
 */
interface AuthorizationServer extends AutoCloseable {

    Particulars particulars();

    /** Logs in and consents, each time from a fresh browser. */
    AtProvider person();

    /** Whether it would accept this access token at this moment. */
    boolean isActive(String accessToken);

    /** What tells refresh tokens apart, for each time that one came, in their order. */
    List<String> presented();

    /** Ends the person's grant, and all that was issued for it. */
    void endGrant();

    /** Whether the vault has had the grant revoked whose newest access token this is. */
    boolean isRevoked(String accessToken);

    @Override
    void close();
}

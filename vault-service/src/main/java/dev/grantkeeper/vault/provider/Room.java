package dev.grantkeeper.vault.provider;

import java.util.UUID;

/**
 * How many renewals of a client there is room for at this moment.
 *
 * @param recalls whether its connections that back off are to be called back
 */
public record Room(UUID client, int leases, boolean recalls) {}

package dev.grantkeeper.vault.provider;

import java.util.UUID;

/**
 * How many renewals of a client there is room for.
 *
 * @param leases at this moment
 * @param offers by the time that what is published now has come to a worker
 * @param recalls whether its connections that back off are to be called back
 */
public record Room(UUID client, int leases, int offers, boolean recalls) {}

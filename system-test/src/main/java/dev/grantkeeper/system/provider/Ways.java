package dev.grantkeeper.system.provider;

/**
 * How an authorization server is watched, in words for the table.
 *
 * @param active what says that an access token is good
 * @param ended what ends the grant there
 * @param revoked what shows that the vault had it revoked
 */
record Ways(String active, String ended, String revoked) {}

/** The whole product with authorization servers that nobody here wrote: connect, renew, revoke, reconnect, disconnect. */
package dev.grantkeeper.system.provider;

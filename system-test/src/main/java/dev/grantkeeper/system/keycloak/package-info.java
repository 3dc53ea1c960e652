/** An authorization server that nobody here wrote, with strict rotation, and a person who logs in there. */
package dev.grantkeeper.system.keycloak;

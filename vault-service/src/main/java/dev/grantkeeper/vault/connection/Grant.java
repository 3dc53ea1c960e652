package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.definition.Definition;
import java.util.List;
import java.util.Map;

/**
 * What a person just entrusted to the vault.
 *
 * @param definition whose settings were used
 * @param user who connected it
 * @param access the sealed value
 * @param captured what the provider said of the account
 */
record Grant(
        Definition definition,
        String user,
        byte[] access,
        List<String> scopes,
        Map<String, String> captured,
        Validity validity) {}

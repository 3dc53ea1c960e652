package dev.grantkeeper.sdk;

/**
 * The vault failed, or what answered does not speak as a vault does. Where the vault itself failed, the message has the
 * number of an incident, for its operator.
 */
public final class VaultFault extends GrantkeeperException {

    private static final long serialVersionUID = 1L;

    VaultFault(String message) {
        super("INTERNAL", message);
    }
}

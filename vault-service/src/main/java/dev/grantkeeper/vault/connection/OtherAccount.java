package dev.grantkeeper.vault.connection;

/** The person authorized with another account of the provider than the one that is connected. */
public final class OtherAccount extends RuntimeException {

    OtherAccount() {
        super("another account", null, false, false);
    }
}

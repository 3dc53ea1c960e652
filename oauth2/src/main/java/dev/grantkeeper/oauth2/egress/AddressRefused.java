package dev.grantkeeper.oauth2.egress;

/** The host stands for an address that must not be called. It says nothing else: where a name leads to is told to nobody. */
public final class AddressRefused extends RuntimeException {
    AddressRefused() {
        super("address not allowed", null, false, false);
    }
}

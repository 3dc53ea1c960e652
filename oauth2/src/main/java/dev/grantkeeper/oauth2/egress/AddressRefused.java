package dev.grantkeeper.oauth2.egress;

/** The host stands for an address that must not be called. It says nothing else: where a name leads to is told to nobody. */
final class AddressRefused extends RuntimeException {
    private final boolean named;

    AddressRefused(boolean named) {
        super("address not allowed", null, false, false);
        this.named = named;
    }

    /** Whether a name led there, which may lead elsewhere the next time. */
    boolean isNamed() {
        return named;
    }
}

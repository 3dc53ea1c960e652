package dev.grantkeeper.sdk;

/** The provider refuses the app's client; the app's developer has to mend the definition. Nobody is prompted. */
public final class ProviderMisconfigured extends GrantkeeperException {

    private static final long serialVersionUID = 1L;

    ProviderMisconfigured(String message) {
        super("PROVIDER_MISCONFIGURED", message);
    }
}

package dev.grantkeeper.vault.definition;

import dev.grantkeeper.vault.access.VaultAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/**
 * Every app has a redirect URI of its own (RFC 9700 section 4.4.2.2 against mix-up): a code meant for one app cannot be handed
 * to the callback of another.
 */
@ApplicationScoped
public class RedirectUris {

    private final VaultAddress address;

    RedirectUris(VaultAddress address) {
        this.address = address;
    }

    public URI of(Definition definition) {
        return of(definition.issuer(), definition.app());
    }

    URI of(String issuer, String app) {
        return address.resolve("/callback/" + segment(issuer) + "/" + segment(app));
    }

    /** The only character of an id that a path may not have (RFC 3986 section 3.3). */
    private static String segment(String id) {
        return id.replace("|", "%7C");
    }
}

package dev.grantkeeper.system.fleet;

import java.net.URI;

/** What a person does at the provider: logs in, consents. */
@FunctionalInterface
public interface AtProvider {

    /**
     * @param request the authorization request to which the vault has sent the browser
     * @return where the provider sends it back to
     */
    URI authorize(URI request, Member member);
}

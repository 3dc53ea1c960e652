package dev.grantkeeper.vault.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Whether the vault serves its console, and how people sign in to it. */
@ConfigMapping(prefix = "grantkeeper.console")
interface ConsoleConfig {

    /** Whether `/console` and `/embed` are there at all. */
    @WithDefault("false")
    boolean enabled();

    SignIn signIn();

    interface SignIn {

        /** The platform's OpenID provider: the issuer whose `/.well-known/openid-configuration` the browser reads. */
        Optional<String> issuer();

        /** The console's public client there. */
        Optional<String> clientId();

        /** What it asks for, separated by blanks. */
        @WithDefault("openid")
        String scopes();
    }
}

package dev.grantkeeper.vault.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where people's browsers and app runtimes reach the vault. */
@ConfigMapping(prefix = "grantkeeper.vault")
public interface VaultAddress {

    /** The vault's address as browsers see it, without a path: connect links and redirect URIs start with it. */
    @WithDefault("http://127.0.0.1:8480")
    URI publicUrl();

    default URI resolve(String path) {
        return publicUrl().resolve(path);
    }
}

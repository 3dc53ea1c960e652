package dev.grantkeeper.vault.platform;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenClientOptions;
import dev.grantkeeper.oauth2.UrlPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/** How the vault may call providers. */
class ProviderCalls {

    @ConfigMapping(prefix = "grantkeeper.providers")
    interface Config {

        /** Whether providers may be reached by plain HTTP on this machine itself; for development only. */
        @WithDefault("false")
        boolean allowLoopbackHttp();
    }

    @Produces
    @ApplicationScoped
    TokenClient tokenClient(Vertx vertx, UrlPolicy urls, InstantSource clock) {
        return new TokenClient(vertx, TokenClientOptions.defaults(urls), clock);
    }

    void close(@Disposes TokenClient client) {
        client.close();
    }

    @Produces
    UrlPolicy urls(Config config) {
        return config.allowLoopbackHttp() ? UrlPolicy.LOOPBACK_HTTP : UrlPolicy.HTTPS_ONLY;
    }
}

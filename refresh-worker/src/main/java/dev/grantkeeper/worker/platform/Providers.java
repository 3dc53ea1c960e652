package dev.grantkeeper.worker.platform;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenClientOptions;
import dev.grantkeeper.oauth2.UrlPolicy;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The one client that calls token endpoints. */
@ApplicationScoped
class Providers {
    @Produces
    @Singleton
    UrlPolicy urlPolicy(ProviderConfig config) {
        return config.loopbackHttp() ? UrlPolicy.LOOPBACK_HTTP : UrlPolicy.HTTPS_ONLY;
    }

    @Produces
    @Singleton
    TokenClient tokenClient(Vertx vertx, ProviderConfig config, UrlPolicy urls, InstantSource clock) {
        var options = new TokenClientOptions(
                urls,
                config.connectWithin(),
                config.answerWithin(),
                config.readFor(),
                config.maxBodyBytes(),
                config.maxConnections());
        return new TokenClient(vertx, options, clock);
    }

    void close(@Disposes TokenClient client) {
        client.close();
    }
}

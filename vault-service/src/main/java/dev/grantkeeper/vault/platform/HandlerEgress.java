package dev.grantkeeper.vault.platform;

import dev.grantkeeper.oauth2.TokenClientOptions;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.egress.Egress;
import dev.grantkeeper.oauth2.egress.EgressOptions;
import dev.grantkeeper.oauth2.egress.EgressProxy;
import dev.grantkeeper.oauth2.egress.Network;
import dev.grantkeeper.vault.hook.ToHandlers;
import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How apps' handlers may be called: as guarded as providers, and through the same proxy, but into networks of their own. An operator
 * who lets a provider be called in one says nothing of what else apps may call there.
 */
class HandlerEgress {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int LARGEST_ANSWER = 16 * 1024;
    private static final int MOST_CONNECTIONS = 100;

    @ConfigMapping(prefix = "grantkeeper.hooks")
    interface Config {

        /** Networks in which handlers may be called although they are not public, such as {@code 10.20.0.0/16}. */
        Optional<List<String>> allowedNetworks();
    }

    @Produces
    @Singleton
    @Startup
    @ToHandlers
    Egress egress(Vertx vertx, UrlPolicy urls, Config config, ProviderCalls.Config providers, EgressMetrics metrics) {
        var networks = Network.all(
                "grantkeeper.hooks.allowed-networks", config.allowedNetworks().orElse(List.of()));
        var proxy = EgressProxy.of(
                "grantkeeper.providers.proxy", providers.proxy(), providers.proxyUser(), providers.proxyPassword());
        return new Egress(
                vertx,
                new EgressOptions(
                        TokenClientOptions.addressesFor(urls, networks),
                        Duration.ofSeconds(3),
                        LONGEST,
                        LARGEST_ANSWER,
                        MOST_CONNECTIONS,
                        proxy,
                        metrics.to("handler")));
    }

    void close(@Disposes @ToHandlers Egress egress) {
        egress.close();
    }
}

package dev.grantkeeper.vault.platform;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenClientOptions;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.catalogue.Catalogue;
import dev.grantkeeper.oauth2.egress.AddressRules;
import dev.grantkeeper.oauth2.egress.EgressProxy;
import dev.grantkeeper.oauth2.egress.Network;
import dev.grantkeeper.vault.access.ToIssuers;
import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How the vault may call providers, and issuers. All is made at start-up: settings that cannot be used stop the vault. */
class ProviderCalls {

    @ConfigMapping(prefix = "grantkeeper.providers")
    interface Config {

        /** Whether providers may be reached by plain HTTP on this machine itself; for development only. */
        @WithDefault("false")
        boolean allowLoopbackHttp();

        /** Networks that may be called although they are not public, such as {@code 10.20.0.0/16}. */
        Optional<List<String>> allowedNetworks();

        /** An HTTP proxy for calls to providers, {@code host:port}; they are checked and resolved here all the same. */
        Optional<String> proxy();

        /** Who the vault is at the proxy. */
        Optional<String> proxyUser();

        /** Its password there. */
        Optional<String> proxyPassword();

        /** A folder with templates of the operator's own, beside those that come with Grantkeeper. */
        Optional<Path> templates();
    }

    @ConfigMapping(prefix = "grantkeeper.access")
    interface IssuerConfig {

        /** Networks that issuers may be in although they are not public; they may be anywhere unless this is stated. */
        Optional<List<String>> issuerNetworks();
    }

    @Produces
    @ApplicationScoped
    @Startup
    TokenClient tokenClient(Vertx vertx, UrlPolicy urls, Config config, EgressMetrics metrics, InstantSource clock) {
        var networks = Network.all(
                "grantkeeper.providers.allowed-networks",
                config.allowedNetworks().orElse(List.of()));
        var proxy = EgressProxy.of(
                "grantkeeper.providers.proxy", config.proxy(), config.proxyUser(), config.proxyPassword());
        return new TokenClient(
                vertx,
                TokenClientOptions.defaults(urls, networks).through(proxy).telling(metrics.to("provider")),
                clock);
    }

    /** Only the operator states issuers, so that they may be anywhere; lookups wait for their keys, so that these calls are short. */
    @Produces
    @ApplicationScoped
    @Startup
    @ToIssuers
    TokenClient issuerClient(
            Vertx vertx, UrlPolicy urls, IssuerConfig config, EgressMetrics metrics, InstantSource clock) {
        var addresses = config.issuerNetworks()
                .map(listed -> Network.all("grantkeeper.access.issuer-networks", listed))
                .map(networks -> TokenClientOptions.addressesFor(urls, networks))
                .orElse(AddressRules.ANYWHERE);
        var answerWithin = Duration.ofSeconds(3);
        var options = new TokenClientOptions(
                urls, addresses, Duration.ofSeconds(2), answerWithin, answerWithin, 256 * 1024, 10);
        return new TokenClient(vertx, options.telling(metrics.to("issuer")), clock);
    }

    void closeIssuerClient(@Disposes @ToIssuers TokenClient client) {
        client.close();
    }

    void close(@Disposes TokenClient client) {
        client.close();
    }

    /** Made at start-up: a template that cannot be used stops the vault, naming file and line. */
    @Produces
    @Singleton
    @Startup
    Catalogue catalogue(Config config) {
        return config.templates().map(Catalogue.builtIn()::with).orElseGet(Catalogue::builtIn);
    }

    @Produces
    UrlPolicy urls(Config config) {
        return config.allowLoopbackHttp() ? UrlPolicy.LOOPBACK_HTTP : UrlPolicy.HTTPS_ONLY;
    }
}

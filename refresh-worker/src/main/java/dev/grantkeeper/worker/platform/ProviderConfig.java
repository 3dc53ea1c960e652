package dev.grantkeeper.worker.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How providers, and the platform issuer, are called. */
@ConfigMapping(prefix = "grantkeeper.worker.provider")
interface ProviderConfig {
    /** For development: plain http to this machine itself is allowed. */
    @WithDefault("false")
    boolean loopbackHttp();

    /** Networks that may be called although they are not public, such as {@code 10.20.0.0/16}. */
    Optional<List<String>> allowedNetworks();

    /** An HTTP proxy for calls to providers, {@code host:port}; they are checked and resolved here all the same. */
    Optional<String> proxy();

    /** Who the worker is at the proxy. */
    Optional<String> proxyUser();

    /** Its password there. */
    Optional<String> proxyPassword();

    /** How long a connection may take to be made; nothing is sent after that. */
    @WithDefault("3s")
    Duration connectWithin();

    /** After this long without an answer the outcome is reported as unknown. */
    @WithDefault("8s")
    Duration answerWithin();

    /** For this long, counted from the request, a late answer is still read and reported. */
    @WithDefault("120s")
    Duration readFor();

    /** The largest answer that is read, in bytes. */
    @WithDefault("65536")
    int maxBodyBytes();

    /** How many connections may be open to one provider. */
    @WithDefault("1000")
    int maxConnections();
}

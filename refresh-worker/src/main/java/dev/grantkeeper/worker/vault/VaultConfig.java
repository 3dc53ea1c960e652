package dev.grantkeeper.worker.vault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the vault is, and as whom the worker calls it. */
@ConfigMapping(prefix = "grantkeeper.worker.vault")
interface VaultConfig {
    /** Every vault, or names that stand for them: {@code host:port}, separated by commas. Whichever answers is called. */
    @WithDefault("127.0.0.1:8480")
    List<VaultAddress> addresses();

    /** Whether vaults are called without TLS. */
    @WithDefault("true")
    boolean plaintext();

    /** Whether they may be called without TLS although not all are on this machine, for example inside a service mesh. */
    @WithDefault("false")
    boolean plaintextOffLoopback();

    /**
     * Where this worker runs: the same after a restart in place, and another for every worker that runs beside it. The host's
     * name and the HTTP port, unless set.
     */
    Optional<String> instance();

    /** How long one call to the vault may take, the access token for it included. */
    @WithDefault("3s")
    Duration deadline();

    /** The platform issuer's token endpoint (RFC 6749 section 3.2), which grants the worker's own access token. */
    URI tokenUrl();

    /** The worker's client id at the platform issuer. */
    String clientId();

    /** The worker's client secret at the platform issuer. */
    String clientSecret();

    /** The scope that the access token is asked for with. */
    @WithDefault("renewals")
    String scope();
}

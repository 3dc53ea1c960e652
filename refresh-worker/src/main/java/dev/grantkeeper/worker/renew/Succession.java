package dev.grantkeeper.worker.renew;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Tells the vault that whoever ran here before is gone, until it has heard it: what that process had under way is then tried
 * again at once. Nothing waits for it, for a process never ends leases of its own.
 */
@ApplicationScoped
class Succession {
    private static final Logger LOG = Logger.getLogger(Succession.class);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration RARELY = Duration.ofSeconds(5);

    private final Vault vault;

    Succession(Vault vault) {
        this.vault = vault;
    }

    /** Not before the port is held: a process that fails to get it has not taken anybody's place. */
    void start(@ObservesAsync HttpServerStart event) {
        vault.begin()
                .onFailure()
                .retry()
                .withBackOff(SOON, RARELY)
                .indefinitely()
                .subscribe()
                .with(heard -> {}, failure -> LOG.error("No longer tells the vault that it has begun", failure));
    }
}

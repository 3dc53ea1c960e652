package dev.grantkeeper.worker.vault;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** When the vault last answered. Says once that it stopped, and once that it is back. */
@ApplicationScoped
public class VaultContact {
    private static final Logger LOG = Logger.getLogger(VaultContact.class);

    private final LongSupplier nanoTime;
    private Long answered;
    private boolean failing;

    VaultContact(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Empty if it never did. */
    public synchronized Optional<Duration> sinceAnswer() {
        return Optional.ofNullable(answered).map(then -> Duration.ofNanos(nanoTime.getAsLong() - then));
    }

    synchronized void answered() {
        if (failing) {
            LOG.info("Calls to the vault succeed again");
        }
        failing = false;
        answered = nanoTime.getAsLong();
    }

    synchronized void failed(String status) {
        if (!failing) {
            LOG.warnf("Calls to the vault fail: %s", status);
        }
        failing = true;
    }
}

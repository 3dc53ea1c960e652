package dev.grantkeeper.worker.renew;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

/** Before the process ends, nothing new is begun, and what is under way is brought to its report. */
@ApplicationScoped
class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);

    private final Slots slots;
    private final RenewConfig config;

    Drain(Slots slots, RenewConfig config) {
        this.slots = slots;
        this.config = config;
    }

    void drain(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        slots.close();
        if (slots.underWay() > 0) {
            LOG.infof("Waiting up to %s for %d renewals under way", config.drainWithin(), slots.underWay());
        }
        if (!slots.awaitEnd(config.drainWithin())) {
            LOG.warnf("%d renewals did not end within %s", slots.underWay(), config.drainWithin());
        }
    }
}

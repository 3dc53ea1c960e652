package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.renewal.DueRenewals.Offered;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;

/**
 * Offers renewals for as long as Kafka takes any of them. What is offered is locked until the broker has answered; while Kafka is
 * away that takes long, and workers that ask the vault need the rows: then one is tried now and again.
 */
@ApplicationScoped
class Offering {

    private static final Logger LOG = Logger.getLogger(Offering.class);
    private static final Duration TRIED_EVERY = Duration.ofSeconds(3);
    private static final Offered NOTHING = new Offered(0, 0);

    private final InstantSource clock;
    private volatile boolean taken = true;
    private volatile Instant nextTry = Instant.MIN;

    Offering(InstantSource clock) {
        this.clock = clock;
    }

    /** @param offer publishes as many as it is told to */
    Uni<Offered> offer(int most, IntFunction<Uni<Offered>> offer) {
        if (taken) {
            return offer.apply(most).invoke(this::note);
        }
        return clock.instant().isBefore(nextTry)
                ? Uni.createFrom().item(NOTHING)
                : offer.apply(1).invoke(this::note);
    }

    private void note(Offered offered) {
        if (offered.taken() == 0) {
            return;
        }
        boolean takes = offered.published() > 0;
        if (takes != taken) {
            LOG.info(takes ? "Kafka takes renewals again" : "Kafka does not take renewals; workers ask for them");
        }
        taken = takes;
        nextTry = clock.instant().plus(TRIED_EVERY);
    }
}

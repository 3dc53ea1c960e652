package dev.grantkeeper.vault.platform;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** A vault that judges expiry by its own machine's time might serve what has expired. */
@Startup
@Readiness
@ApplicationScoped
class ClockHealth implements HealthCheck {

    private final PostgresClock clock;

    ClockHealth(PostgresClock clock) {
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("clock").status(clock.isAnchored()).build();
    }
}

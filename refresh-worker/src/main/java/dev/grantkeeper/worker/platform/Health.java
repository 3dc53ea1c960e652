package dev.grantkeeper.worker.platform;

import dev.grantkeeper.worker.vault.VaultContact;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Live and started as soon as it can say so: a restart helps neither a vault nor a Kafka that is away, and would kill the
 * only copy of an outcome. Ready while the vault answers.
 */
@ApplicationScoped
class Health {
    private static final Duration RECENT = Duration.ofSeconds(30);

    @Produces
    @Liveness
    HealthCheck live() {
        return () -> HealthCheckResponse.up("worker");
    }

    @Produces
    @Startup
    HealthCheck started() {
        return () -> HealthCheckResponse.up("worker");
    }

    @Produces
    @Readiness
    HealthCheck ready(VaultContact contact) {
        return () -> HealthCheckResponse.named("vault")
                .status(contact.sinceAnswer()
                        .filter(time -> time.compareTo(RECENT) < 0)
                        .isPresent())
                .build();
    }
}

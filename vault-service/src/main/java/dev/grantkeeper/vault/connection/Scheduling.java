package dev.grantkeeper.vault.connection;

import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.RefreshTokenLife;
import dev.grantkeeper.oauth2.RenewalSchedule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** When a new value is renewed, and when a person is told that renewals end. Chance has its say once: here. */
@ApplicationScoped
public class Scheduling {

    /**
     * What a renewal brought, as far as times go.
     *
     * @param replaced there is a new refresh token
     * @param refreshLifetime how long refresh tokens live, if the provider said
     */
    public record Obtained(Instant at, Duration lifetime, boolean replaced, Optional<Duration> refreshLifetime) {}

    private final ForecastConfig config;

    Scheduling(ForecastConfig config) {
        this.config = config;
    }

    /** Of what a person's authorization brought. */
    public Validity granted(Instant at, Duration lifetime, Outcome.Renewed answer, ProviderSettings settings) {
        var refresh = answer.refreshToken()
                .map(token -> RefreshTokenLife.issued(at, answer.refreshTokenLifetime(), settings));
        return validity(at, lifetime, settings, refresh);
    }

    /** Of what a renewal brought. */
    public Validity renewed(Connection connection, Obtained value, ProviderSettings settings) {
        var refresh = used(connection, value, settings.refreshTokenLifetime(), settings.refreshTokenIdle());
        return validity(value.at, value.lifetime, settings, Optional.of(refresh));
    }

    /** Of what was kept aside, to be renewed at once. */
    public Validity promoted(Connection connection, Obtained value, Instant now) {
        var refresh = used(connection, value, Optional.empty(), Optional.empty());
        return new Validity(
                value.at,
                Optional.of(value.lifetime),
                Optional.of(now),
                Optional.empty(),
                Optional.of(refresh),
                refresh.warnAt(config.warnAhead()));
    }

    private static RefreshTokenLife used(
            Connection connection, Obtained value, Optional<Duration> usual, Optional<Duration> idle) {
        return connection.refreshTokenLife().used(value.at, value.refreshLifetime, value.replaced, usual, idle);
    }

    private Validity validity(
            Instant at, Duration lifetime, ProviderSettings settings, Optional<RefreshTokenLife> refresh) {
        return new Validity(
                at,
                Optional.of(lifetime),
                Optional.of(RenewalSchedule.dueAt(at, lifetime, settings, refresh, ThreadLocalRandom.current())),
                RenewalSchedule.renewableAt(at, settings),
                refresh,
                refresh.flatMap(life -> life.warnAt(config.warnAhead())));
    }
}

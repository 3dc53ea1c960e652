package dev.grantkeeper.worker.renew;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.Outcome.Transient;
import dev.grantkeeper.oauth2.Outcome.Unknown;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.RenewalCall;
import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.UrlPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** From a lease to its outcome: one request to the provider, and every answer to it reported, however late. */
@ApplicationScoped
class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);

    private final TokenClient provider;
    private final UrlPolicy urls;
    private final Reporter reporter;
    private final RenewalMetrics metrics;
    private final LongSupplier nanoTime;
    private final RenewConfig config;

    Exchange(
            TokenClient provider,
            UrlPolicy urls,
            Reporter reporter,
            RenewalMetrics metrics,
            LongSupplier nanoTime,
            RenewConfig config) {
        this.provider = provider;
        this.urls = urls;
        this.reporter = reporter;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.config = config;
    }

    /**
     * Completes when there is nothing more to report.
     *
     * @param before monotonic time, read before the lease was asked for
     * @param answered called once the first outcome is reported
     */
    Uni<Void> run(Due due, Lease lease, long before, Runnable answered) {
        var age = Duration.ofNanos(nanoTime.getAsLong() - before);
        var call = send(lease, age);
        return outcome(call.first())
                .call(first -> report(due, lease, first))
                .invoke(answered)
                .chain(first -> first instanceof Unknown
                        ? reportLate(due, lease, call)
                        : Uni.createFrom().voidItem());
    }

    /** The times left are the lease's, whatever the client's own are: others reckon with them. */
    private RenewalCall send(Lease lease, Duration age) {
        var sendWithin = config.sendWithin().minus(age);
        var answerWithin = lease.reportWithin().minus(age);
        if (sendWithin.toMillis() < 1 || answerWithin.toMillis() < 1) {
            return unsent("lease_too_old");
        }
        try {
            var settings = ProviderSettings.fromJson(new JsonObject(lease.settings()), urls);
            return provider.renew(
                    settings, lease.client(), lease.refreshToken(), lease.scopes(), sendWithin, answerWithin);
        } catch (InvalidSettings e) {
            LOG.warnf("Provider settings of connection %s cannot be used: %s", lease.connection(), e.getMessage());
            return unsent("settings_not_usable");
        } catch (DecodeException e) {
            return unsent("settings_not_json");
        } catch (RuntimeException e) {
            // Whatever throws does so before anything is sent, and its text may quote what it was given.
            LOG.errorf(
                    "Connection %s cannot be renewed: %s",
                    lease.connection(), e.getClass().getName());
            return unsent("settings_not_usable");
        }
    }

    private Uni<Void> reportLate(Due due, Lease lease, RenewalCall call) {
        return outcome(call.settled())
                .chain(late -> late instanceof Unknown ? Uni.createFrom().voidItem() : report(due, lease, late));
    }

    private Uni<Void> report(Due due, Lease lease, Outcome outcome) {
        return reporter.report(new Report(lease, outcome))
                .invoke(result -> metrics.reported(due, outcome, result))
                .invoke(result -> LOG.debugf("%s: %s, %s", due, RenewalMetrics.name(outcome), result))
                .replaceWithVoid();
    }

    private static RenewalCall unsent(String reason) {
        Future<Outcome> outcome = Future.succeededFuture(new Transient(reason, true));
        return new RenewalCall(outcome, outcome);
    }

    private static Uni<Outcome> outcome(Future<Outcome> future) {
        return Uni.createFrom().completionStage(future::toCompletionStage);
    }
}

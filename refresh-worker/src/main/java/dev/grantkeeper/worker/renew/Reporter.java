package dev.grantkeeper.worker.renew;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Reports until the report is durable somewhere: with the vault, or sealed on Kafka. Gives up only with the process. */
@ApplicationScoped
class Reporter {
    static final String SEALED = "sealed";

    private static final Logger LOG = Logger.getLogger(Reporter.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final Vault vault;
    private final SealedOutcomes sealedOutcomes;
    private final RenewConfig config;

    Reporter(Vault vault, SealedOutcomes sealedOutcomes, RenewConfig config) {
        this.vault = vault;
        this.sealedOutcomes = sealedOutcomes;
        this.config = config;
    }

    /** The vault's word for what it did with the report, or {@link #SEALED}. Never fails. */
    Uni<String> report(Report report) {
        var told = untilDone(report, () -> vault.complete(report));
        var sealed = Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(config.sealAfter())
                .chain(() -> untilDone(report, () -> sealedOutcomes.send(report).replaceWith(SEALED)));
        return Uni.combine().any().of(told, sealed);
    }

    private Uni<String> untilDone(Report report, Supplier<Uni<? extends String>> attempt) {
        return Uni.createFrom()
                .<String>deferred(attempt)
                .onFailure()
                .invoke(failure -> LOG.debugf(
                        "Outcome of lease %s not reported yet: %s",
                        report.lease().id(), failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, config.reportBackoff())
                .indefinitely();
    }
}

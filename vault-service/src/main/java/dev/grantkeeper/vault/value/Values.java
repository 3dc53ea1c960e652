package dev.grantkeeper.vault.value;

import dev.grantkeeper.envelope.EnvelopeException;
import dev.grantkeeper.envelope.Envelopes;
import dev.grantkeeper.envelope.RenewalOutcomes;
import dev.grantkeeper.envelope.SealingContext;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import dev.grantkeeper.vault.key.Scope;
import dev.grantkeeper.vault.key.ScopeKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Seals and opens what people entrusted to the vault, under the key of its scope. */
@ApplicationScoped
public class Values {

    private static final Logger LOG = Logger.getLogger(Values.class);

    private final ScopeKeys keys;
    private final Counter unopened;

    Values(ScopeKeys keys, MeterRegistry metrics) {
        this.keys = keys;
        this.unopened = metrics.counter("grantkeeper.envelopes.unopened");
    }

    /** A sealer with its key in hand: it can seal inside a row lock without waiting for anything. */
    public Uni<Sealer> sealer(Scope scope) {
        return keys.current(scope).map(key -> (context, secret) -> Envelopes.seal(key, context, secret));
    }

    /**
     * Opens an envelope for the context it was sealed in, and for no other. One that does not open was damaged or moved: that
     * is on record for the operator.
     *
     * @throws Failure NOT_FOUND whatever the reason is that it does not open
     */
    public Uni<Secret> open(Scope scope, SealingContext context, byte[] envelope) {
        return Uni.createFrom()
                .item(() -> Envelopes.keyOf(envelope))
                .flatMap(ref -> keys.find(scope, ref))
                .map(key -> Envelopes.open(key, context, envelope))
                .onFailure(EnvelopeException.class)
                .transform(closed -> Failure.notFound("value"))
                .onFailure(Values::isUnopened)
                .invoke(closed -> {
                    unopened.increment();
                    LOG.errorf("The %s of %s does not open.", context.kind(), context.subjectId());
                });
    }

    /** Whether that is how {@link #open} says that an envelope does not open, and never will. */
    public static boolean isUnopened(Throwable fault) {
        return fault instanceof Failure failure && failure.reason() == Reason.NOT_FOUND;
    }

    /** Whether that is how it is said that the keys of the scope were destroyed, and with them all that they sealed. */
    public static boolean isDestroyed(Throwable fault) {
        return fault instanceof Failure failure && failure.reason() == Reason.CONFLICT;
    }

    /** The public key to which a worker seals an outcome that it cannot report. */
    public Uni<OutcomeKey> outcomeKey(Scope scope) {
        return keys.current(scope).map(key -> new OutcomeKey(KeyNames.of(key), RenewalOutcomes.publicKey(key)));
    }

    /**
     * Opens a sealed outcome.
     *
     * @throws Failure NOT_FOUND whatever the reason is that it does not open
     */
    public Uni<Secret> openOutcome(Scope scope, String keyId, String connectionId, byte[] sealed) {
        return Uni.createFrom()
                .item(() -> KeyNames.parse(keyId).orElseThrow(() -> Failure.notFound("outcome key")))
                .flatMap(ref -> keys.find(scope, ref))
                .map(key -> RenewalOutcomes.open(key, connectionId, sealed))
                .onFailure(EnvelopeException.class)
                .transform(closed -> Failure.notFound("outcome key"));
    }
}

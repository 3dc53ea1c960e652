package dev.grantkeeper.vault.authorization;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;

/** Counts flows begun, finished and refused; the reasons are a closed list. */
@ApplicationScoped
class AuthorizationMetrics {

    private final Counter begun;
    private final Counter finished;
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);

    AuthorizationMetrics(MeterRegistry metrics) {
        begun = metrics.counter("grantkeeper.authorizations.begun");
        finished = metrics.counter("grantkeeper.authorizations.finished");
        for (var refusal : Refusal.values()) {
            refused.put(refusal, metrics.counter("grantkeeper.authorizations.refused", "reason", refusal.word()));
        }
    }

    void begun() {
        begun.increment();
    }

    void finished() {
        finished.increment();
    }

    void refused(Refusal refusal) {
        refused.get(refusal).increment();
    }
}

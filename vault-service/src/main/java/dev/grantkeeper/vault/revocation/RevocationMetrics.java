package dev.grantkeeper.vault.revocation;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** How revocations go, without saying whose. */
@ApplicationScoped
class RevocationMetrics {

    private final MeterRegistry registry;
    private final AtomicLong pending = new AtomicLong();

    RevocationMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("grantkeeper.revocations.pending", pending);
        for (var ending : Ending.values()) {
            registry.counter("grantkeeper.revocations", "result", ending.word());
        }
    }

    void ended(Ending ending) {
        registry.counter("grantkeeper.revocations", "result", ending.word()).increment();
    }

    void pending(long count) {
        pending.set(count);
    }
}

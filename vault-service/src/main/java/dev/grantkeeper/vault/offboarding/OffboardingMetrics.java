package dev.grantkeeper.vault.offboarding;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** How leavings go, without saying whose. */
@ApplicationScoped
class OffboardingMetrics {

    private final MeterRegistry registry;
    private final AtomicLong underWay = new AtomicLong();

    OffboardingMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("grantkeeper.offboardings.running", underWay);
        for (var kind : Leaver.Kind.values()) {
            registry.counter("grantkeeper.offboardings", "kind", kind.word());
        }
    }

    void ended(Leaver.Kind kind) {
        registry.counter("grantkeeper.offboardings", "kind", kind.word()).increment();
    }

    void underWay(long count) {
        underWay.set(count);
    }
}

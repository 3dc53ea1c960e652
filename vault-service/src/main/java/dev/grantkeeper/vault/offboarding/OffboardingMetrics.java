package dev.grantkeeper.vault.offboarding;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** How leavings go, without saying whose. */
@ApplicationScoped
class OffboardingMetrics {

    private final MeterRegistry registry;
    private final AtomicLong underWay = new AtomicLong();
    private final AtomicLong failing = new AtomicLong();

    OffboardingMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("grantkeeper.offboardings.running", underWay);
        registry.gauge("grantkeeper.offboardings.failing", failing);
        for (var kind : Leaver.Kind.values()) {
            registry.counter("grantkeeper.offboardings", "kind", kind.word());
        }
    }

    void ended(Leaver.Kind kind) {
        registry.counter("grantkeeper.offboardings", "kind", kind.word()).increment();
    }

    /** @param count of connections and prompts that could not be ended so far */
    void failing(long count) {
        failing.set(count);
    }

    void underWay(long count) {
        underWay.set(count);
    }
}

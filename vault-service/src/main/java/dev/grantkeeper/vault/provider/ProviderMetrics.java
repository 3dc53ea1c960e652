package dev.grantkeeper.vault.provider;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** How providers are held back, without saying which: a client would name its app. */
@ApplicationScoped
class ProviderMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger cautious = new AtomicInteger();

    ProviderMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("grantkeeper.provider.cautious", cautious);
    }

    void denied(Denial denial) {
        registry.counter("grantkeeper.provider.permits.denied", "reason", denial.word())
                .increment();
    }

    void breakerOpened() {
        breaker("open");
    }

    void breakerClosed() {
        breaker("closed");
    }

    private void breaker(String to) {
        registry.counter("grantkeeper.provider.breakers", "to", to).increment();
    }

    void cautious(boolean is) {
        cautious.set(is ? 1 : 0);
    }
}

package dev.grantkeeper.vault.lookup;

import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.error.Faults;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;

/** How lookups end, without saying whose; the results are a closed list. */
@ApplicationScoped
class LookupMetrics {

    private final MeterRegistry registry;
    private final Timer waits;

    LookupMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.waits = registry.timer("grantkeeper.lookups.renewal.wait");
    }

    void served(OwnerKind owner) {
        count(owner, "served");
    }

    void refused(OwnerKind owner, Throwable fault) {
        count(
                owner,
                Faults.asFailure(fault)
                        .map(failure -> failure.reason().name().toLowerCase(Locale.ROOT))
                        .orElse("internal"));
    }

    /** The same renewal, timed however it ends. */
    <T> Uni<T> waiting(Uni<T> renewal) {
        return Uni.createFrom().deferred(() -> {
            var began = System.nanoTime();
            return renewal.onTermination().invoke(() -> waits.record(Duration.ofNanos(System.nanoTime() - began)));
        });
    }

    private void count(OwnerKind owner, String result) {
        registry.counter("grantkeeper.lookups", "owner", owner.word(), "result", result)
                .increment();
    }
}

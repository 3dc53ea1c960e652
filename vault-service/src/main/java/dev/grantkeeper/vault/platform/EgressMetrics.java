package dev.grantkeeper.vault.platform;

import dev.grantkeeper.oauth2.egress.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Calls that were refused or given up, without saying whose. */
@ApplicationScoped
class EgressMetrics {

    private final MeterRegistry registry;

    EgressMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts from 0 on, for each kind. */
    Consumer<Refusal> to(String whom) {
        Map<Refusal, Counter> counters = Arrays.stream(Refusal.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        refusal -> registry.counter("grantkeeper.egress.refused", "kind", refusal.word(), "to", whom)));
        return refusal -> counters.get(refusal).increment();
    }
}

package dev.grantkeeper.vault.hook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;

/** What became of asking apps, and how long they took, without saying which. */
@ApplicationScoped
class HookMetrics {

    enum Result {
        ALLOWED,
        REFUSED,
        FAILED,
        /** No answer came in time. */
        OVERDUE,
        /** Too many calls of that app were under way; it was not asked. */
        BUSY
    }

    private final MeterRegistry registry;

    HookMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var event : HookEvent.values()) {
            timer(event);
            for (var result : Result.values()) {
                registry.counter("grantkeeper.hooks.calls", "event", event.word(), "result", word(result));
            }
        }
    }

    void ended(HookEvent event, Result result) {
        registry.counter("grantkeeper.hooks.calls", "event", event.word(), "result", word(result))
                .increment();
    }

    void took(HookEvent event, Duration time) {
        timer(event).record(time);
    }

    private Timer timer(HookEvent event) {
        return Timer.builder("grantkeeper.hooks.duration")
                .tag("event", event.word())
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Hook.LONGEST)
                .register(registry);
    }

    private static String word(Result result) {
        return result.name().toLowerCase(Locale.ROOT);
    }
}

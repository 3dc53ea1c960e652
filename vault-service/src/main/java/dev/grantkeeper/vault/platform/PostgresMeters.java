package dev.grantkeeper.vault.platform;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Without the gauge that the client registers once for each of its parts: the second would be ignored, with a warning. */
@Singleton
class PostgresMeters {

    @Produces
    @Singleton
    MeterFilter withoutQueueSize() {
        return MeterFilter.denyNameStartsWith("postgresql.queue.size");
    }
}

package dev.grantkeeper.vault.platform;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * While the database refuses connections, Vert.x's pool reports every waiter whom it has failed already once more, when the
 * waiter's time is over: thousands of stack traces that say nothing.
 */
@LoggingFilter(name = "pool-noise")
final class PoolNoise implements Filter {

    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    @Override
    public boolean isLoggable(LogRecord record) {
        return !(record.getThrown() instanceof IllegalStateException fault
                && Arrays.stream(fault.getStackTrace()).limit(3).anyMatch(frame -> frame.getClassName()
                        .equals(POOL)));
    }
}

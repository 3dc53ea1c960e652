package dev.grantkeeper.vault.platform;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The pool gives up early: while the database is away, whoever asks is told to come back instead of hanging. A connection on
 * which an answer is overdue is closed, so that a host that vanished does not keep the pool from recovering.
 */
@Singleton
class PostgresPool implements PgPoolCreator {

    private static final int PATIENCE_SECONDS = 2;
    private static final int SILENCE_SECONDS = 30;

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList()
                .forEach(database -> database.setConnectTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))
                        .setIdleTimeout(SILENCE_SECONDS));
        return PgBuilder.pool()
                .with(input.poolOptions()
                        .setConnectionTimeout(PATIENCE_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}

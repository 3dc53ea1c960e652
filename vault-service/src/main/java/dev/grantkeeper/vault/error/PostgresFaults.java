package dev.grantkeeper.vault.error;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells the database being away from its refusing what it was asked. */
final class PostgresFaults {

    /**
     * Classes of SQLSTATE (PostgreSQL 18, appendix A): connection exception, insufficient resources, operator intervention; a
     * statement that ran into its time limit is of the last.
     */
    private static final Set<String> AWAY = Set.of("08", "53", "57");

    private PostgresFaults() {}

    static boolean isAway(Throwable fault) {
        if (fault instanceof DatabaseException told) {
            return isAway(told.getSqlState());
        }
        if (fault instanceof SQLException told) {
            return isAway(told.getSQLState());
        }
        return fault instanceof ClosedConnectionException
                || fault instanceof ClosedChannelException
                || fault instanceof SocketException
                || fault instanceof UnknownHostException
                || fault instanceof TimeoutException
                || isOfPool(fault);
    }

    private static boolean isAway(String sqlState) {
        return sqlState != null && sqlState.length() == 5 && AWAY.contains(sqlState.substring(0, 2));
    }

    /** The pool has no type of its own for having waited in vain, nor for a connection that ended under a command. */
    private static boolean isOfPool(Throwable fault) {
        return fault instanceof NoStackTraceThrowable || fault.getClass() == VertxException.class;
    }
}

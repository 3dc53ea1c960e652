package dev.grantkeeper.oauth2;

import io.vertx.core.Future;

/**
 * One renewal under way. Both futures always succeed.
 *
 * @param first the outcome, or {@link Outcome.Unknown} once the answer is overdue
 * @param settled the outcome, however late: what was unknown at first may still come; {@link Outcome.Unknown} once
 *     nobody reads any more
 */
public record RenewalCall(Future<Outcome> first, Future<Outcome> settled) {}

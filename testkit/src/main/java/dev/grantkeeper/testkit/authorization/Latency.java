package dev.grantkeeper.testkit.authorization;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a call takes, and how much of that has passed when the server acts. */
record Latency(Duration beforeCommit, Duration afterCommit) {

    static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO);

    /** Between the two in all, evenly; and so is the moment of the commit in it. */
    static Latency random(Duration least, Duration most, RandomGenerator random) {
        long all = least.toMillis() + random.nextLong(most.minus(least).toMillis() + 1);
        long before = random.nextLong(all + 1);
        return new Latency(Duration.ofMillis(before), Duration.ofMillis(all - before));
    }

    /** Done once the time has passed; at once for none. */
    static Future<Void> pass(Vertx vertx, Duration time) {
        if (time.isZero()) {
            return Future.succeededFuture();
        }
        Promise<Void> due = Promise.promise();
        vertx.setTimer(Math.max(1, time.toMillis()), id -> due.complete());
        return due.future();
    }
}

package dev.grantkeeper.testkit.authorization;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Which calls a fault is for; they combine with {@code and}. A predicate that counts is for one rule. */
public final class Which {

    private Which() {}

    /** Presents a refresh token to the token endpoint. */
    public static Predicate<RecordedCall> refreshes() {
        return call -> call.refreshToken().isPresent();
    }

    public static Predicate<RecordedCall> ofClient(String clientId) {
        return call -> call.clientId().filter(clientId::equals).isPresent();
    }

    /** Of those calls the one of this number, from 1. */
    public static Predicate<RecordedCall> nth(int number, Predicate<RecordedCall> calls) {
        var seen = new AtomicInteger();
        return calls.and(call -> seen.incrementAndGet() == number);
    }

    /** Of those calls the first so many. */
    public static Predicate<RecordedCall> first(int count, Predicate<RecordedCall> calls) {
        var seen = new AtomicInteger();
        return calls.and(call -> seen.getAndUpdate(soFar -> Math.min(soFar + 1, count)) < count);
    }
}

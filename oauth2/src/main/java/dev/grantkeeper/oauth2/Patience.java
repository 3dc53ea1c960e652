package dev.grantkeeper.oauth2;

import java.time.Duration;

/**
 * How long a call may take, each 1 ms or more.
 *
 * @param connectWithin until the request is on its way
 * @param answerWithin until whoever asked is told something
 */
record Patience(Duration connectWithin, Duration answerWithin) {

    Patience atMost(Patience other) {
        return new Patience(shorter(connectWithin, other.connectWithin), shorter(answerWithin, other.answerWithin));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

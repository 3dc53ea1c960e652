package dev.grantkeeper.testkit.authorization;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What goes wrong with one call. "Commit" is the moment the server acts: issues, rotates, revokes. Faults without it in
 * their name act before, and the server does nothing.
 */
public final class Fault {

    private static final Function<Vertx, Future<Void>> AT_ONCE = vertx -> Future.succeededFuture();

    /** Nothing goes wrong: for scripts in which only a later call fails. */
    public static final Fault NONE = new Fault(AT_ONCE, true, AT_ONCE, null, Delivery.whole());

    private final Function<Vertx, Future<Void>> beforeCommit;
    private final boolean commits;
    private final Function<Vertx, Future<Void>> afterCommit;
    private final Answer instead;
    private final Delivery delivery;

    private Fault(
            Function<Vertx, Future<Void>> beforeCommit,
            boolean commits,
            Function<Vertx, Future<Void>> afterCommit,
            Answer instead,
            Delivery delivery) {
        this.beforeCommit = beforeCommit;
        this.commits = commits;
        this.afterCommit = afterCommit;
        this.instead = instead;
        this.delivery = delivery;
    }

    /** Answers this and does nothing. */
    public static Fault answer(int status, Map<String, String> headers, String body) {
        return instead(false, new Answer(status, headers, Buffer.buffer(body)));
    }

    /** Answers an error of RFC 6749 section 5.2 and does nothing. */
    public static Fault error(int status, String error) {
        return instead(false, Answer.error(status, error, "scripted"));
    }

    /** Acts, then answers this instead of the truth. */
    public static Fault answerAfterCommit(int status, Map<String, String> headers, String body) {
        return instead(true, new Answer(status, headers, Buffer.buffer(body)));
    }

    /** 307, so that a client that follows would repeat the request, secrets and all. */
    public static Fault redirect(String location) {
        return instead(false, Answer.redirect(307, location));
    }

    /** A JSON object of this many bytes, sent as fast as the client reads. */
    public static Fault hugeBody(long bytes) {
        return new Fault(
                AT_ONCE,
                false,
                AT_ONCE,
                Answer.text(200, "").with("Content-Type", "application/json"),
                Delivery.padded(bytes));
    }

    /** Closes the connection instead of acting. */
    public static Fault cutBeforeCommit() {
        return new Fault(AT_ONCE, false, AT_ONCE, Answer.text(200, ""), Delivery.cut());
    }

    /** Acts, then closes the connection without a word: the answer is lost. */
    public static Fault cutAfterCommit() {
        return new Fault(AT_ONCE, true, AT_ONCE, null, Delivery.cut());
    }

    /** Acts, then closes the connection after so many bytes of the body. */
    public static Fault cutBodyAfterCommit(int bytes) {
        return new Fault(AT_ONCE, true, AT_ONCE, null, Delivery.cutAfter(bytes));
    }

    /** Acts, then sends the body byte by byte with this pause between, so that no idle timeout ever fires. */
    public static Fault dripAfterCommit(Duration pause) {
        return new Fault(AT_ONCE, true, AT_ONCE, null, Delivery.dripping(pause));
    }

    public static Fault delay(Duration time) {
        return new Fault(timer(time), true, AT_ONCE, null, Delivery.whole());
    }

    public static Fault delayAfterCommit(Duration time) {
        return new Fault(AT_ONCE, true, timer(time), null, Delivery.whole());
    }

    /** Holds the call until the test completes the stage. */
    public static Fault hold(CompletionStage<?> until) {
        return new Fault(stage(until), true, AT_ONCE, null, Delivery.whole());
    }

    /** Acts, then holds the answer until the test completes the stage. */
    public static Fault holdAfterCommit(CompletionStage<?> until) {
        return new Fault(AT_ONCE, true, stage(until), null, Delivery.whole());
    }

    /** This fault, after waiting. */
    public Fault delayedBy(Duration time) {
        return new Fault(timer(time), commits, afterCommit, instead, delivery);
    }

    Function<Vertx, Future<Void>> beforeCommit() {
        return beforeCommit;
    }

    boolean commits() {
        return commits;
    }

    Function<Vertx, Future<Void>> afterCommit() {
        return afterCommit;
    }

    Answer answerInsteadOf(Answer truth) {
        return instead == null ? truth : instead;
    }

    Delivery delivery() {
        return delivery;
    }

    private static Fault instead(boolean commits, Answer answer) {
        return new Fault(AT_ONCE, commits, AT_ONCE, answer, Delivery.whole());
    }

    private static Function<Vertx, Future<Void>> timer(Duration time) {
        return vertx -> {
            Promise<Void> due = Promise.promise();
            vertx.setTimer(Math.max(1, time.toMillis()), id -> due.complete());
            return due.future();
        };
    }

    private static Function<Vertx, Future<Void>> stage(CompletionStage<?> until) {
        return vertx ->
                Future.fromCompletionStage(until, vertx.getOrCreateContext()).mapEmpty();
    }
}

package dev.grantkeeper.testkit.authorization;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What goes wrong with one call. "Commit" is the moment the server acts: issues, rotates, revokes. Faults without it in
 * their name act before, and the server does nothing.
 */
public final class Fault {

    private static final Function<Vertx, Future<Void>> AT_ONCE = vertx -> Future.succeededFuture();
    private static final Answer NOTHING = Answer.text(200, "");
    private static final String HALF_A_TOKEN = "{\"token_type\":\"Bearer\",\"expires_in\":20,\"access_token\":\"at_0_";

    /** Nothing goes wrong: for scripts in which only a later call fails. */
    public static final Fault NONE = new Fault(null, AT_ONCE, true, AT_ONCE, null, Delivery.whole());

    private final String name;
    private final Function<Vertx, Future<Void>> beforeCommit;
    private final boolean commits;
    private final Function<Vertx, Future<Void>> afterCommit;
    private final Answer instead;
    private final Delivery delivery;

    private Fault(
            String name,
            Function<Vertx, Future<Void>> beforeCommit,
            boolean commits,
            Function<Vertx, Future<Void>> afterCommit,
            Answer instead,
            Delivery delivery) {
        this.name = name;
        this.beforeCommit = beforeCommit;
        this.commits = commits;
        this.afterCommit = afterCommit;
        this.instead = instead;
        this.delivery = delivery;
    }

    /** Answers this and does nothing. */
    public static Fault answer(int status, Map<String, String> headers, String body) {
        return instead("answer " + status, new Answer(status, headers, Buffer.buffer(body)), Delivery.whole());
    }

    /** Answers an error of RFC 6749 section 5.2 and does nothing. */
    public static Fault error(int status, String error) {
        return instead("error " + status + " " + error, Answer.error(status, error, "scripted"), Delivery.whole());
    }

    /** Answers 429 with a page for people (RFC 6585 section 4), and with Retry-After in seconds if there is a time. */
    public static Fault tooManyRequests(Optional<Duration> retryAfter) {
        var answer = Answer.html(429, "Slow down");
        return instead(
                retryAfter.isPresent() ? "429 with Retry-After" : "429",
                retryAfter
                        .map(time -> answer.with("Retry-After", Long.toString(time.toSeconds())))
                        .orElse(answer),
                Delivery.whole());
    }

    /** Answers a page for people, as proxies and maintenance screens do. */
    public static Fault html(int status) {
        return instead("html " + status, Answer.html(status, "Be right back"), Delivery.whole());
    }

    /** Answers 200 and JSON that ends in the middle of a token, although HTTP says that it is whole. */
    public static Fault truncated() {
        var half = Answer.text(200, HALF_A_TOKEN).with("Content-Type", "application/json");
        return instead("truncated", half, Delivery.whole());
    }

    /** Answers 200 and a body that comes byte by byte with this pause between, and then is no answer. */
    public static Fault drip(Duration pause) {
        return instead("drip", Answer.html(200, "Be right back"), Delivery.dripping(pause));
    }

    /** Keeps the call for as long as the client does, without a word. */
    public static Fault silence() {
        return instead("silence", NOTHING, Delivery.silence());
    }

    /** Acts, then keeps silent for as long as the client keeps the connection. */
    public static Fault silenceAfterCommit() {
        return afterCommit("silenceAfterCommit", Delivery.silence());
    }

    /** Acts, then answers this instead of the truth. */
    public static Fault answerAfterCommit(int status, Map<String, String> headers, String body) {
        return new Fault(
                "answerAfterCommit " + status,
                AT_ONCE,
                true,
                AT_ONCE,
                new Answer(status, headers, Buffer.buffer(body)),
                Delivery.whole());
    }

    /** 307, so that a client that follows would repeat the request, secrets and all. */
    public static Fault redirect(String location) {
        return instead("redirect", Answer.redirect(307, location), Delivery.whole());
    }

    /** A JSON object of this many bytes, sent as fast as the client reads. */
    public static Fault hugeBody(long bytes) {
        var json = Answer.text(200, "").with("Content-Type", "application/json");
        return instead("hugeBody", json, Delivery.padded(bytes));
    }

    /** Closes the connection instead of acting. */
    public static Fault cutBeforeCommit() {
        return instead("cutBeforeCommit", NOTHING, Delivery.cut());
    }

    /** Acts, then closes the connection without a word: the answer is lost. */
    public static Fault cutAfterCommit() {
        return afterCommit("cutAfterCommit", Delivery.cut());
    }

    /** Acts, then closes the connection after so many bytes of the body. */
    public static Fault cutBodyAfterCommit(int bytes) {
        return afterCommit("cutBodyAfterCommit", Delivery.cutAfter(bytes));
    }

    /** Acts, then answers so many bytes of the truth, although HTTP says that they are all. */
    public static Fault truncatedAfterCommit(int bytes) {
        return afterCommit("truncatedAfterCommit", Delivery.truncated(bytes));
    }

    /** Acts, then sends the body byte by byte with this pause between, so that no idle timeout ever fires. */
    public static Fault dripAfterCommit(Duration pause) {
        return afterCommit("dripAfterCommit", Delivery.dripping(pause));
    }

    public static Fault delay(Duration time) {
        return new Fault("delay", timer(time), true, AT_ONCE, null, Delivery.whole());
    }

    public static Fault delayAfterCommit(Duration time) {
        return new Fault("delayAfterCommit", AT_ONCE, true, timer(time), null, Delivery.whole());
    }

    /** Holds the call until the test completes the stage. */
    public static Fault hold(CompletionStage<?> until) {
        return new Fault("hold", stage(until), true, AT_ONCE, null, Delivery.whole());
    }

    /** Acts, then holds the answer until the test completes the stage. */
    public static Fault holdAfterCommit(CompletionStage<?> until) {
        return new Fault("holdAfterCommit", AT_ONCE, true, stage(until), null, Delivery.whole());
    }

    /** This fault, after waiting. */
    public Fault delayedBy(Duration time) {
        return new Fault(
                name().map(fault -> fault + " delayed").orElse("delay"),
                timer(time),
                commits,
                afterCommit,
                instead,
                delivery);
    }

    /** Empty if nothing goes wrong. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
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

    @Override
    public String toString() {
        return name().orElse("none");
    }

    private static Fault instead(String name, Answer answer, Delivery delivery) {
        return new Fault(name, AT_ONCE, false, AT_ONCE, answer, delivery);
    }

    private static Fault afterCommit(String name, Delivery delivery) {
        return new Fault(name, AT_ONCE, true, AT_ONCE, null, delivery);
    }

    private static Function<Vertx, Future<Void>> timer(Duration time) {
        return vertx -> Latency.pass(vertx, time);
    }

    private static Function<Vertx, Future<Void>> stage(CompletionStage<?> until) {
        return vertx ->
                Future.fromCompletionStage(until, vertx.getOrCreateContext()).mapEmpty();
    }
}

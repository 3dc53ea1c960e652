package dev.grantkeeper.testkit.authorization;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** One call on its way through its fault: what the server made of it, and whether that was written. */
final class Exchange {

    private final RecordedCall call;
    private final Fault fault;
    private final Latency latency;
    private Verdict verdict = Verdict.NONE;

    Exchange(RecordedCall call, Fault fault, Latency latency) {
        this.call = call;
        this.fault = fault;
        this.latency = latency;
    }

    RecordedCall call() {
        return call;
    }

    Fault fault() {
        return fault;
    }

    /** {@link Verdict#NONE} of a call that a fault kept from being acted on. */
    Verdict verdict() {
        return verdict;
    }

    /**
     * Acts whether or not the client is still there, as servers do. Succeeds once the whole answer was written; fails
     * once the server has acted and it is sure that the answer never will be.
     */
    Future<Void> play(Vertx vertx, HttpServerRequest request, Protocol protocol) {
        Promise<Void> gone = Promise.promise();
        request.response().closeHandler(closed -> gone.tryFail("the connection is gone"));
        return Latency.pass(vertx, latency.beforeCommit())
                .compose(due -> fault.beforeCommit().apply(vertx))
                .map(due -> fault.commits() ? verdict = protocol.judge(call) : verdict)
                .compose(made -> fault.afterCommit().apply(vertx))
                .compose(due -> Latency.pass(vertx, latency.afterCommit()))
                .map(due -> fault.answerInsteadOf(verdict.answer()))
                .otherwise(failure -> Answer.text(500, "script failed: " + failure))
                .compose(answer -> deliver(vertx, request, answer, gone));
    }

    private Future<Void> deliver(Vertx vertx, HttpServerRequest request, Answer answer, Promise<Void> end) {
        if (!end.future().isComplete()) {
            fault.delivery()
                    .send(vertx, request, answer)
                    .onSuccess(end::tryComplete)
                    .onFailure(end::tryFail);
        }
        return end.future();
    }
}

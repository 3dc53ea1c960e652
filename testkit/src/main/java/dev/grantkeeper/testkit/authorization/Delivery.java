package dev.grantkeeper.testkit.authorization;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Arrays;

/** How an answer goes out on the wire. */
@FunctionalInterface
interface Delivery {

    /** Succeeds once the last byte of a whole answer was written; may never complete when the connection is gone. */
    Future<Void> send(Vertx vertx, HttpServerRequest request, Answer answer);

    static Delivery whole() {
        return (vertx, request, answer) -> head(request, answer).end(answer.body());
    }

    static Delivery cut() {
        return (vertx, request, answer) -> request.connection().close().compose(closed -> broken());
    }

    /** Says nothing for as long as the client keeps the connection. */
    static Delivery silence() {
        return (vertx, request, answer) -> Promise.<Void>promise().future();
    }

    static Delivery cutAfter(int bytes) {
        return (vertx, request, answer) -> {
            int sent = Math.min(bytes, answer.body().length());
            return head(request, answer)
                    .putHeader("Content-Length", Integer.toString(answer.body().length() + 1))
                    .write(answer.body().slice(0, sent))
                    .compose(written -> request.connection().close())
                    .compose(closed -> broken());
        };
    }

    /** A whole answer, as HTTP sees it, whose body stops after so many bytes. */
    static Delivery truncated(int bytes) {
        return (vertx, request, answer) -> head(request, answer)
                .end(answer.body().slice(0, Math.min(bytes, answer.body().length())));
    }

    static Delivery dripping(Duration pause) {
        return (vertx, request, answer) -> {
            Promise<Void> last = Promise.promise();
            var response = head(request, answer)
                    .putHeader("Content-Length", Integer.toString(answer.body().length()));
            drip(vertx, response, answer.body(), 0, Math.max(1, pause.toMillis()), last);
            return last.future();
        };
    }

    /** The answer's body is ignored; what goes out is one JSON object with a long string in it. */
    static Delivery padded(long bytes) {
        return (vertx, request, answer) -> {
            Promise<Void> last = Promise.promise();
            var response = head(request, answer).putHeader("Content-Length", Long.toString(bytes));
            response.write("{\"padding\":\"");
            pad(response, bytes - "{\"padding\":\"\"}".length(), last);
            return last.future();
        };
    }

    private static <T> Future<T> broken() {
        return Future.failedFuture("cut");
    }

    private static HttpServerResponse head(HttpServerRequest request, Answer answer) {
        var response = request.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        return response;
    }

    private static void drip(
            Vertx vertx, HttpServerResponse response, Buffer body, int from, long pauseMillis, Promise<Void> last) {
        if (response.closed()) {
            last.tryFail("closed");
            return;
        }
        if (from == body.length()) {
            response.end().onComplete(last);
            return;
        }
        response.write(body.slice(from, from + 1));
        vertx.setTimer(pauseMillis, id -> drip(vertx, response, body, from + 1, pauseMillis, last));
    }

    private static void pad(HttpServerResponse response, long left, Promise<Void> last) {
        if (response.closed()) {
            last.tryFail("closed");
            return;
        }
        if (left <= 0) {
            response.end("\"}").onComplete(last);
            return;
        }
        var chunk = new byte[(int) Math.min(left, 64 * 1024)];
        Arrays.fill(chunk, (byte) 'x');
        response.write(Buffer.buffer(chunk)).onSuccess(written -> pad(response, left - chunk.length, last));
    }
}

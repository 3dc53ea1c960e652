package dev.grantkeeper.oauth2.egress;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request over a connection of its own. Getting the connection and writing to it are separate steps, so that "nothing
 * was sent" is a fact and not a guess from an exception's type. That is why this is Vert.x' HTTP client and not its Web
 * Client, which has a single step and follows redirects. Deadlines are timers: Vert.x' own timeout only sees idleness.
 */
final class Exchange {
    private static final int MOST_INTERIMS = 10;

    private final Vertx vertx;
    private final EgressOptions options;
    private final Addresses addresses;
    private final Request request;
    private final Duration connectWithin;
    private final Optional<Duration> endWithin;
    private final Promise<Reply> reply = Promise.promise();
    /** Decides, once, between writing the request and giving it up unsent. */
    private final AtomicBoolean decided = new AtomicBoolean();

    private int interims;

    Exchange(
            Vertx vertx,
            EgressOptions options,
            Addresses addresses,
            Request request,
            Duration connectWithin,
            Optional<Duration> endWithin) {
        this.vertx = vertx;
        this.options = options;
        this.addresses = addresses;
        this.request = request;
        this.connectWithin = connectWithin;
        this.endWithin = endWithin;
    }

    /** Always succeeds, in bounded time. */
    Future<Reply> send(HttpClient http) {
        long connecting = vertx.setTimer(connectWithin.toMillis(), timer -> giveUp("connect_timeout"));
        endWithin.ifPresent(this::endIn);
        RequestOptions target = target();
        addresses
                .find(target.getHost(), target.getPort())
                .compose(address -> http.request(target.setServer(address)))
                .onComplete(connected -> {
                    vertx.cancelTimer(connecting);
                    if (connected.succeeded()) {
                        connected(connected.result());
                    } else if (connected.cause() instanceof AddressRefused refused) {
                        refuse(refused);
                    } else {
                        giveUp("connect_failed");
                    }
                });
        return reply.future();
    }

    private void endIn(Duration time) {
        long ending = vertx.setTimer(time.toMillis(), timer -> {
            options.refusals().accept(Refusal.OVERDUE);
            giveUp("connect_timeout");
            reply.tryComplete(new Reply.Lost("answer_overdue"));
        });
        reply.future().onComplete(done -> vertx.cancelTimer(ending));
    }

    private void connected(HttpClientRequest http) {
        http.exceptionHandler(this::keepQuiet);
        http.connection().exceptionHandler(this::keepQuiet);
        if (decided.compareAndSet(false, true)) {
            write(http);
        } else {
            http.connection().close();
        }
    }

    private void refuse(AddressRefused refused) {
        options.refusals().accept(Refusal.ADDRESS);
        if (refused.isNamed()) {
            giveUp("address_not_allowed");
        } else if (decided.compareAndSet(false, true)) {
            reply.complete(new Reply.Forbidden());
        }
    }

    private void giveUp(String reason) {
        if (decided.compareAndSet(false, true)) {
            reply.complete(new Reply.NotSent(reason));
        }
    }

    private void write(HttpClientRequest http) {
        long reading =
                vertx.setTimer(options.readUntil().toMillis(), timer -> reply.tryComplete(new Reply.Lost("no_answer")));
        reply.future().onComplete(done -> {
            vertx.cancelTimer(reading);
            if (done.result() instanceof Reply.Lost) {
                http.reset();
            }
        });
        http.putHeader("Accept", "application/json");
        http.putHeader("User-Agent", "Grantkeeper");
        request.headers().forEach(http::putHeader);
        http.continueHandler(interim -> heardInterim(http));
        http.earlyHintsHandler(interim -> heardInterim(http));
        Future<HttpClientResponse> answer =
                request.method() == HttpMethod.GET ? http.send() : http.send(Buffer.buffer(request.body()));
        answer.onSuccess(response -> read(http, response))
                .onFailure(failure -> reply.tryComplete(new Reply.Lost("connection_lost")));
    }

    /** Interim answers (RFC 9110 section 15.2) count for no answer, and could come as fast as they are read. */
    private void heardInterim(HttpClientRequest http) {
        if (++interims > MOST_INTERIMS) {
            http.reset();
        }
    }

    private void read(HttpClientRequest http, HttpClientResponse response) {
        response.exceptionHandler(failure -> reply.tryComplete(cut(response, "connection_lost")));
        if (response.statusCode() < 200) {
            // Not the answer, of which nobody here would read more.
            reply.tryComplete(new Reply.Lost("interim_answer"));
            http.reset();
            return;
        }
        Buffer body = Buffer.buffer();
        response.endHandler(
                end -> reply.tryComplete(new Reply.Complete(response.statusCode(), response.headers(), body)));
        response.handler(chunk -> {
            if (body.length() + chunk.length() <= options.maxBodyBytes()) {
                body.appendBuffer(chunk);
            } else if (reply.tryComplete(cut(response, "answer_too_large"))) {
                options.refusals().accept(Refusal.TOO_LARGE);
                http.reset();
            }
        });
    }

    /** Futures tell of failures. Vert.x would also log them, with text that can quote what the provider sent. */
    private void keepQuiet(Throwable failure) {}

    private static Reply cut(HttpClientResponse response, String reason) {
        return new Reply.CutShort(response.statusCode(), response.headers(), reason);
    }

    private RequestOptions target() {
        URI url = request.url();
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(request.method())
                .setHost(url.getHost())
                .setPort(url.getPort() > 0 ? url.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setProxyOptions(options.proxy()
                        .filter(proxy -> tls)
                        .map(EgressProxy::options)
                        .orElse(null))
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setFollowRedirects(false);
    }
}

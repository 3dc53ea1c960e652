package dev.grantkeeper.sdk;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.grantkeeper.sdk.Rejection.Action;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Requests to an external service that carry the connection's value as a bearer token (RFC 6750). Each one looks the
 * connection up. Where the service answers 401, that is reported once; when a newer value comes, the request is sent once more
 * with it, and what is answered then is returned, whatever it is.
 *
 * <p>A request is only sent again if its body can be: if there is none, or its length is known, as that of texts, bytes and
 * files is. Redirects are followed as {@link HttpClient.Redirect#NORMAL} does, and the value goes to nobody but the origin the
 * request was for.
 */
public final class BearerHttp {

    private static final int UNAUTHORIZED = 401;

    private final Grantkeeper grantkeeper;
    private final HttpClient client;
    private final String owner;
    private final LookupOptions options;

    BearerHttp(Grantkeeper grantkeeper, HttpClient client, String owner, LookupOptions options) {
        this.grantkeeper = grantkeeper;
        this.client = requireNoRedirects(client);
        this.owner = owner;
        this.options = requireNonNull(options, "options");
    }

    /** The answer that counts, and who asked. */
    private record Reached<T>(HttpResponse<T> answer, Hop last) {

        boolean isRefusal() {
            return answer.statusCode() == UNAUTHORIZED && last.entitled();
        }
    }

    /**
     * As {@link HttpClient#send}, with the bearer. An {@code Authorization} of the request's own is replaced.
     *
     * @throws IOException of the external service's
     * @throws GrantkeeperException if there is no value to send; {@link AuthRequired} also when the service refuses an OAuth 2.0
     *     token and no other can be had without a person. A secret goes on being served: the refusal is returned, its owner is
     *     prompted
     */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        var answer = sendAsync(request, handler);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException ofTheService) {
                throw new IOException(ofTheService.getMessage(), ofTheService);
            }
            throw Awaiting.unchecked(e.getCause());
        }
    }

    /** As {@link #send}, without a thread that waits. */
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        var first = Hop.first(request);
        return lookUp(grantkeeper.deadline(options)).thenCompose(connection -> reach(first, connection, handler)
                .thenCompose(
                        reached -> reached.isRefusal() ? refused(reached, first, connection, handler) : done(reached)));
    }

    static HttpClient requireNoRedirects(HttpClient client) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the HttpClient must be built with followRedirects(NEVER), the default:"
                    + " it would take tokens along to other hosts");
        }
        return client;
    }

    private <T> CompletableFuture<Reached<T>> reach(Hop hop, Connection connection, BodyHandler<T> handler) {
        var request = hop.signed(Bearer.header(connection.value(), "the connection's value"));
        return client.sendAsync(
                        request,
                        answer ->
                                hop.next(answer.statusCode(), answer.headers()).isPresent()
                                        ? BodySubscribers.replacing(null)
                                        : handler.apply(answer))
                .thenCompose(answer -> hop.next(answer.statusCode(), answer.headers())
                        .map(next -> reach(next, connection, handler))
                        .orElseGet(() -> CompletableFuture.completedFuture(new Reached<>(answer, hop))));
    }

    private <T> CompletableFuture<HttpResponse<T>> refused(
            Reached<T> refusal, Hop first, Connection refused, BodyHandler<T> handler) {
        var deadline = grantkeeper.deadline(options);
        return grantkeeper
                .report(refused.id(), refused.generation(), deadline)
                .thenCompose(rejection -> rejection.action() == Action.LIMITED || !isRepeatable(first.request())
                        ? CompletableFuture.completedFuture(Optional.<Connection>empty())
                        : newer(refused, deadline, rejection.action() == Action.RENEWING, 1))
                .thenCompose(newer -> newer.map(connection -> {
                            discard(refusal.answer().body());
                            return reach(first, connection, handler).thenCompose(BearerHttp::done);
                        })
                        .orElseGet(() -> done(refusal)));
    }

    /**
     * A value that still lives is served until its successor is there. Empty when that takes longer than the call may.
     *
     * @param awaited whether a renewal is under way: else one look tells all there is to know
     */
    private CompletableFuture<Optional<Connection>> newer(
            Connection refused, Deadline deadline, boolean awaited, int tried) {
        return lookUp(deadline).thenCompose(found -> {
            if (found.generation() > refused.generation() || !found.id().equals(refused.id())) {
                return CompletableFuture.completedFuture(Optional.of(found));
            }
            var delay = Backoff.delay(tried, Optional.empty(), 1);
            if (!awaited || delay.compareTo(deadline.left()) >= 0) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return after(delay).thenCompose(waited -> newer(refused, deadline, true, tried + 1));
        });
    }

    private CompletableFuture<Connection> lookUp(Deadline deadline) {
        return grantkeeper.lookUp(owner, options, deadline);
    }

    private static CompletableFuture<Void> after(Duration delay) {
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(delay.toNanos(), NANOSECONDS));
    }

    /** What streams from somewhere has no length, and may have been read. */
    private static boolean isRepeatable(HttpRequest request) {
        return request.bodyPublisher().map(body -> body.contentLength() >= 0).orElse(true);
    }

    /** A body that nobody will read holds its connection until it is closed. */
    private static void discard(Object body) {
        if (body instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception ofNoInterest) {
                return;
            }
        }
    }

    private static <T> CompletableFuture<HttpResponse<T>> done(Reached<T> reached) {
        return CompletableFuture.completedFuture(reached.answer());
    }
}

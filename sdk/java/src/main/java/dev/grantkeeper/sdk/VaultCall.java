package dev.grantkeeper.sdk;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One call to the vault: as many requests as fit before its deadline, until one of them is answered for good. Every request
 * may be repeated: lookups change nothing, and a report counts once for each generation.
 */
final class VaultCall<T> {

    /** Longer than a vault takes, which waits 2 s for a renewal: what says nothing for so long says nothing any more. */
    private static final Duration ONE_ANSWER = Duration.ofSeconds(5);
    /** What the answer itself needs of the time that is left. */
    private static final Duration MARGIN = Duration.ofMillis(100);

    private final HttpClient http;
    private final Supplier<String> tokens;
    private final HttpRequest unsigned;
    private final Function<HttpResponse<String>, T> reader;
    private final Deadline deadline;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile CompletableFuture<?> underway;
    private volatile Unavailable last;

    VaultCall(
            HttpClient http,
            Supplier<String> tokens,
            HttpRequest unsigned,
            Function<HttpResponse<String>, T> reader,
            Deadline deadline) {
        this.http = http;
        this.tokens = tokens;
        this.unsigned = unsigned;
        this.reader = reader;
        this.deadline = deadline;
    }

    /** Never throws: what is wrong is in the future. Cancelling it ends the call. */
    CompletableFuture<T> begin() {
        var answer = new CompletableFuture<T>();
        result.orTimeout(Math.max(1, deadline.left().toNanos()), NANOSECONDS).whenComplete((value, fault) -> {
            var sent = underway;
            if (sent != null) {
                sent.cancel(true);
            }
            if (fault == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(fault instanceof TimeoutException ? late() : fault);
            }
        });
        answer.whenComplete((value, fault) -> {
            if (answer.isCancelled()) {
                result.cancel(true);
            }
        });
        attempt(1);
        return answer;
    }

    private void attempt(int number) {
        if (result.isDone()) {
            return;
        }
        try {
            var request = signed();
            var exchange = http.sendAsync(request, BodyHandlers.ofString());
            underway = exchange;
            exchange.whenComplete((answer, fault) -> judge(number, answer, fault));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void judge(int number, HttpResponse<String> answer, Throwable fault) {
        try {
            if (fault != null) {
                var cause = fault instanceof CompletionException ? fault.getCause() : fault;
                if (!(cause instanceof IOException)) {
                    throw new IllegalStateException("the request could not be sent", cause);
                }
                var away = new Unavailable("UNAVAILABLE", "The vault cannot be reached.", null, cause);
                again(number, away, Optional.empty());
            } else if (answer.statusCode() == 200) {
                result.complete(reader.apply(answer));
            } else if (Answers.isTransient(answer) && Answers.failure(answer) instanceof Unavailable unavailable) {
                again(number, unavailable, Answers.retryAfter(answer));
            } else {
                result.completeExceptionally(Answers.failure(answer));
            }
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void again(int number, Unavailable unavailable, Optional<Duration> retryAfter) {
        last = unavailable;
        var delay =
                Backoff.delay(number, retryAfter, ThreadLocalRandom.current().nextDouble());
        if (delay.compareTo(deadline.left()) >= 0) {
            result.completeExceptionally(unavailable);
        } else {
            CompletableFuture.delayedExecutor(delay.toNanos(), NANOSECONDS).execute(() -> attempt(number + 1));
        }
    }

    private HttpRequest signed() {
        var left = deadline.left();
        // A request that is sent has some time, or the client would not send it.
        var patience = left.compareTo(ONE_ANSWER) < 0 ? left.plusMillis(1) : ONE_ANSWER;
        // How long the vault may wait for a renewal (RFC 7240 section 4.3).
        var wait = Math.max(0, left.minus(MARGIN).toSeconds());
        return HttpRequest.newBuilder(unsigned, (name, value) -> true)
                .timeout(patience)
                .header("Prefer", "wait=" + wait)
                .header("Authorization", Bearer.header(tokens.get(), "the execution's access token"))
                .build();
    }

    private Unavailable late() {
        var known = last;
        return known != null
                ? known
                : new Unavailable("UNAVAILABLE", "The vault did not answer within the deadline.", null, null);
    }
}

package dev.grantkeeper.oauth2;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads any answer of a token endpoint (RFC 6749 sections 5.1 and 5.2, and the ways providers stray from them). What it
 * does not know is transient: a grant is only ever called dead by a provider that clearly says so.
 */
public final class OutcomeClassifier {
    private OutcomeClassifier() {}

    /** @param now when the answer came, for dates in it */
    public static Outcome classify(int status, MultiMap headers, Buffer body, Instant now) {
        Optional<Duration> retryAfter = RetryAfter.read(headers, now);
        if (status == 429 || status == 503 && retryAfter.isPresent()) {
            return new Outcome.Throttled(retryAfter);
        }
        if (status < 200 || status >= 500) {
            return Outcome.Transient.answered("server_error");
        }
        if (status >= 300 && status < 400) {
            return Outcome.Transient.answered("redirect");
        }
        return TokenAnswer.read(headers, body)
                .map(answer -> classify(status, answer, retryAfter, now))
                .orElseGet(() -> Outcome.Transient.answered(looksLikeHtml(body) ? "html" : "unreadable_answer"));
    }

    private static Outcome classify(int status, TokenAnswer answer, Optional<Duration> retryAfter, Instant now) {
        if (status < 300 && !answer.saysNotOk() && answer.accessToken().isPresent()) {
            return answer.renewed(answer.accessToken().get(), now);
        }
        return answer.error()
                .map(error -> failed(error, retryAfter))
                .orElseGet(() -> Outcome.Transient.answered(status < 300 ? "no_access_token" : ErrorCode.OTHER));
    }

    private static Outcome failed(String error, Optional<Duration> retryAfter) {
        if (ErrorCode.isDeadGrant(error)) {
            return new Outcome.Rejected(error);
        }
        if (ErrorCode.isWrongClient(error)) {
            return new Outcome.Misconfigured(error);
        }
        if (ErrorCode.isTooOften(error)) {
            return new Outcome.Throttled(retryAfter);
        }
        return Outcome.Transient.answered(ErrorCode.known(error));
    }

    private static boolean looksLikeHtml(Buffer body) {
        return body.toString().stripLeading().startsWith("<");
    }
}

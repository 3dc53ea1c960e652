package dev.grantkeeper.oauth2;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Reads any answer of a token endpoint (RFC 6749 sections 5.1 and 5.2, and the ways providers stray from them). What it
 * does not know is transient: a grant is only ever called dead by a provider that clearly says so. But what may hide that
 * the provider has acted is unknown: a success that cannot be read, and a gateway that waited in vain for the provider.
 */
final class OutcomeClassifier {
    /** RFC 9110 section 15.6.5, and Cloudflare's own. Other errors of the kind mostly come of a provider that is not there. */
    private static final Set<Integer> GATEWAY_TIMEOUT = Set.of(504, 524);

    private OutcomeClassifier() {}

    /**
     * @param shape where the provider keeps what it says
     * @param now when the answer came, for dates in it
     */
    static Outcome classify(AnswerShape shape, int status, MultiMap headers, Buffer body, Instant now) {
        Optional<Duration> retryAfter = RetryAfter.read(headers, now);
        if (status == 429 || status == 503 && retryAfter.isPresent()) {
            return new Outcome.Throttled(retryAfter);
        }
        if (GATEWAY_TIMEOUT.contains(status)) {
            return new Outcome.Unknown("gateway_timeout");
        }
        if (status < 200 || status >= 500) {
            return Outcome.Transient.answered("server_error");
        }
        if (status >= 300 && status < 400) {
            return Outcome.Transient.answered("redirect");
        }
        return TokenAnswer.read(headers, body, shape)
                .map(answer -> classify(shape, status, answer, retryAfter, now))
                .orElseGet(() -> unreadable(status, body));
    }

    /** A page comes from something before the provider; anything else in a success, cut off or not, from itself. */
    private static Outcome unreadable(int status, Buffer body) {
        if (body.toString().stripLeading().startsWith("<")) {
            return Outcome.Transient.answered("html");
        }
        return silent(status, "unreadable_answer");
    }

    private static Outcome silent(int status, String reason) {
        return status < 300 ? new Outcome.Unknown(reason) : Outcome.Transient.answered(reason);
    }

    private static Outcome classify(
            AnswerShape shape, int status, TokenAnswer answer, Optional<Duration> retryAfter, Instant now) {
        boolean bringsToken = status < 300 && answer.accessToken().isPresent();
        if (bringsToken && !answer.saysNotOk()) {
            return answer.renewed(answer.accessToken().get(), now, shape.captures());
        }
        return answer.error()
                .map(error -> deadGrant(shape, error, answer)
                        .<Outcome>map(Outcome.Rejected::new)
                        .orElseGet(() -> failed(error, bringsToken, retryAfter)))
                .orElseGet(() -> silent(status, status < 300 ? "no_access_token" : ErrorCode.OTHER));
    }

    /** Some providers say which request is invalid in a description alone. */
    private static Optional<String> deadGrant(AnswerShape shape, String error, TokenAnswer answer) {
        return ErrorCode.isDeadGrant(error)
                ? Optional.of(error)
                : shape.deadGrant(error).or(() -> answer.errorDescription().flatMap(shape::deadGrant));
    }

    /** @param bringsToken whether a token came all the same: then the provider has acted, whatever it says */
    private static Outcome failed(String error, boolean bringsToken, Optional<Duration> retryAfter) {
        if (ErrorCode.isWrongClient(error)) {
            return new Outcome.Misconfigured(error);
        }
        if (ErrorCode.isTooOften(error)) {
            return new Outcome.Throttled(retryAfter);
        }
        if (ErrorCode.isHalfDone(error)) {
            return new Outcome.Unknown(error);
        }
        if (bringsToken && !ErrorCode.isKnown(error)) {
            return new Outcome.Unknown("success_not_stated");
        }
        return Outcome.Transient.answered(ErrorCode.known(error));
    }
}

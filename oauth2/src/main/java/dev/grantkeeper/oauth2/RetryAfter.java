package dev.grantkeeper.oauth2;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** {@code Retry-After} in seconds or as an HTTP date (RFC 9110 section 10.2.3), capped at one hour. */
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    static Optional<Duration> read(MultiMap headers, Instant now) {
        return Optional.ofNullable(headers.get("Retry-After"))
                .map(String::trim)
                .flatMap(text -> Expiry.seconds(text).or(() -> date(text, now)))
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            Instant end = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, end)).filter(wait -> !wait.isNegative() && !wait.isZero());
        } catch (DateTimeException notDate) {
            return Optional.empty();
        }
    }
}

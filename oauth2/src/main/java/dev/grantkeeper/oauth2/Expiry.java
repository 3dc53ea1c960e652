package dev.grantkeeper.oauth2;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long an access token lives, from whichever source says so. */
public final class Expiry {
    private static final Duration UNSTATED = Duration.ofHours(1);

    /** Above this a number is milliseconds since 1970: as seconds it would be the year 5138. */
    private static final double SECONDS_END = 1e11;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{1,9})?");

    private Expiry() {}

    /** What the answer stated, else the last lifetime seen, else the provider's default, else one hour. */
    public static Duration resolve(
            Optional<Duration> stated, Optional<Duration> lastSeen, Optional<Duration> providerDefault) {
        return stated.or(() -> lastSeen).or(() -> providerDefault).orElse(UNSTATED);
    }

    /**
     * {@code expires_in} (RFC 6749 section 5.1), else {@code expires_at} in seconds, milliseconds or ISO 8601, else
     * {@code exp} of an access token that is a JWT (RFC 9068). What is not in the future counts as not stated.
     */
    static Optional<Duration> stated(JsonObject answer, Token accessToken, Instant now) {
        return seconds(answer.getValue("expires_in"))
                .or(() -> end(answer.getValue("expires_at"), now))
                .or(() -> jwt(accessToken).flatMap(claims -> fromClaims(claims, now)));
    }

    /** How long it is until then, if that is to come. */
    static Optional<Duration> end(Object value, Instant now) {
        return instant(value).flatMap(end -> between(now, end));
    }

    static Optional<Duration> seconds(Object value) {
        return number(value)
                .map(seconds -> Math.min(seconds, SettingsRules.LONGEST.toSeconds()))
                .map(seconds -> Duration.ofSeconds(seconds.longValue()))
                .filter(time -> !time.isZero());
    }

    /** Milliseconds in seconds; empty where there is no number. */
    static Optional<Double> thousandth(Object value) {
        return number(value).map(millis -> millis / 1000);
    }

    /**
     * A token served from a provider's cache is older than this answer, so {@code exp - iat} alone would promise too
     * much; a provider whose clock is far behind ours makes {@code exp} look past, so {@code exp - now} would fail.
     */
    private static Optional<Duration> fromClaims(JsonObject claims, Instant now) {
        Optional<Instant> end = instant(claims.getValue("exp"));
        Optional<Duration> whole =
                instant(claims.getValue("iat")).flatMap(start -> end.flatMap(stop -> between(start, stop)));
        Optional<Duration> left = end.flatMap(stop -> between(now, stop));
        if (whole.isPresent() && left.isPresent()) {
            return whole.get().compareTo(left.get()) < 0 ? whole : left;
        }
        return whole.or(() -> left);
    }

    private static Optional<Instant> instant(Object value) {
        return number(value)
                .map(number -> number > SECONDS_END ? number : number * 1000)
                .filter(millis -> millis < SECONDS_END * 1000)
                .map(millis -> Instant.ofEpochMilli(millis.longValue()))
                .or(() -> value instanceof String text ? iso(text) : Optional.empty());
    }

    private static Optional<Instant> iso(String text) {
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text.trim(), OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    time instanceof OffsetDateTime zoned
                            ? zoned.toInstant()
                            : ((LocalDateTime) time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException notIso) {
            return Optional.empty();
        }
    }

    private static Optional<Double> number(Object value) {
        if (value instanceof Number number) {
            return Optional.of(number.doubleValue()).filter(n -> Double.isFinite(n) && n > 0);
        }
        return value instanceof String text && NUMBER.matcher(text.trim()).matches()
                ? Optional.of(Double.valueOf(text.trim())).filter(n -> n > 0)
                : Optional.empty();
    }

    private static Optional<Duration> between(Instant start, Instant end) {
        return Optional.of(Duration.between(start, end))
                .filter(time -> time.compareTo(Duration.ofSeconds(1)) >= 0)
                .map(time -> time.compareTo(SettingsRules.LONGEST) > 0 ? SettingsRules.LONGEST : time);
    }

    /** The claims of a JWT, unverified. */
    static Optional<JsonObject> jwt(Token token) {
        String[] parts = token.reveal().split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
            return Optional.of(new JsonObject(new String(claims, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | DecodeException notJwt) {
            return Optional.empty();
        }
    }
}

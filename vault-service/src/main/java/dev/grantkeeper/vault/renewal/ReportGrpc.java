package dev.grantkeeper.vault.renewal;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.grantkeeper.envelope.Envelopes;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.wire.v1.CompleteRequest;
import dev.grantkeeper.wire.v1.GrantedScopes;
import dev.grantkeeper.wire.v1.Renewed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads a worker's report, whichever way it came. */
final class ReportGrpc {

    private static final java.time.Duration LONGEST_LIFETIME = java.time.Duration.ofDays(3650);
    /** A word of a closed vocabulary, not text that somebody else wrote. */
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,64}");

    private ReportGrpc() {}

    /** @throws Failure INVALID naming the field that has to be changed */
    static Report read(CompleteRequest request) {
        return new Report(
                leaseId(request.getLeaseId()),
                Secret.of(request.getLeaseSecret().toByteArray()),
                ConnectionId.parse(request.getConnectionId()),
                outcome(request.getOutcome()));
    }

    private static UUID leaseId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw Failure.invalid("lease_id", "must be the id that Lease returned");
        }
    }

    private static Outcome outcome(dev.grantkeeper.wire.v1.Outcome outcome) {
        return switch (outcome.getOutcomeCase()) {
            case RENEWED -> renewed(outcome.getRenewed());
            case REJECTED -> new Outcome.Rejected(word(outcome.getRejected().getReason()));
            case MISCONFIGURED ->
                new Outcome.Misconfigured(word(outcome.getMisconfigured().getReason()));
            case THROTTLED -> {
                var throttled = outcome.getThrottled();
                yield new Outcome.Throttled(duration(throttled.hasRetryAfter(), throttled.getRetryAfter()));
            }
            case TRANSIENT ->
                new Outcome.Transient(
                        word(outcome.getTransient().getReason()),
                        outcome.getTransient().getNotSent());
            case UNKNOWN -> new Outcome.Unknown(word(outcome.getUnknown().getReason()));
            case OUTCOME_NOT_SET -> throw Failure.invalid("outcome", "must be set");
        };
    }

    private static Outcome.Renewed renewed(Renewed renewed) {
        return new Outcome.Renewed(
                token("outcome.renewed.access_token", renewed.getAccessToken()),
                renewed.hasRefreshToken()
                        ? Optional.of(token("outcome.renewed.refresh_token", renewed.getRefreshToken()))
                        : Optional.empty(),
                duration(renewed.hasLifetime(), renewed.getLifetime()),
                renewed.hasScopes() ? Optional.of(scopes(renewed.getScopes())) : Optional.empty(),
                duration(renewed.hasRefreshTokenLifetime(), renewed.getRefreshTokenLifetime()),
                renewed.getCapturedMap());
    }

    private static List<String> scopes(GrantedScopes scopes) {
        return scopes.getScopesList().stream()
                .flatMap(scope -> Pattern.compile("\\s+").splitAsStream(scope))
                .filter(scope -> !scope.isEmpty())
                .toList();
    }

    private static Token token(String field, String text) {
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > Envelopes.MAX_SECRET_LENGTH) {
            throw Failure.invalid(field, "must have 1 to " + Envelopes.MAX_SECRET_LENGTH + " bytes");
        }
        return Token.of(text);
    }

    private static Optional<java.time.Duration> duration(boolean stated, Duration duration) {
        if (!stated || !Durations.isValid(duration) || !Durations.isPositive(duration)) {
            return Optional.empty();
        }
        var exact = java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
        return Optional.of(exact.compareTo(LONGEST_LIFETIME) > 0 ? LONGEST_LIFETIME : exact);
    }

    private static String word(String reason) {
        return WORD.matcher(reason).matches() ? reason : "unnamed";
    }
}

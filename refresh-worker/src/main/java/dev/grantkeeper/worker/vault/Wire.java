package dev.grantkeeper.worker.vault;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.ClientIdentity;
import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.wire.v1.ClaimDueResponse;
import dev.grantkeeper.wire.v1.CompleteRequest;
import dev.grantkeeper.wire.v1.CompleteResult;
import dev.grantkeeper.wire.v1.DeclineReason;
import dev.grantkeeper.wire.v1.Failed;
import dev.grantkeeper.wire.v1.GrantedScopes;
import dev.grantkeeper.wire.v1.LeaseGranted;
import dev.grantkeeper.wire.v1.LeaseResponse;
import dev.grantkeeper.wire.v1.Renewed;
import dev.grantkeeper.wire.v1.Throttled;
import dev.grantkeeper.wire.v1.Transient;
import dev.grantkeeper.worker.renew.Due;
import dev.grantkeeper.worker.renew.Lease;
import dev.grantkeeper.worker.renew.LeaseAnswer;
import dev.grantkeeper.worker.renew.Report;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Between the contract's messages and the worker's own terms. */
final class Wire {
    private Wire() {}

    static LeaseAnswer leaseAnswer(Due due, LeaseResponse response) {
        return response.hasGranted()
                ? new LeaseAnswer.Granted(lease(due, response.getGranted()))
                : new LeaseAnswer.Declined(word(response.getDeclined().getReason()));
    }

    /** The vault's time; a vault of an earlier version does not tell it. */
    static Optional<Instant> time(LeaseResponse response) {
        return Optional.of(response.getGranted())
                .filter(LeaseGranted::hasLeasedAt)
                .map(granted -> instant(granted.getLeasedAt()));
    }

    private static Lease lease(Due due, LeaseGranted granted) {
        var material = granted.getMaterial();
        var clientSecret = material.hasClientSecret()
                ? Optional.of(Token.of(material.getClientSecret()))
                : Optional.<Token>empty();
        var formerSecret = material.hasFormerClientSecret()
                ? Optional.of(Token.of(material.getFormerClientSecret()))
                : Optional.<Token>empty();
        return new Lease(
                due.connection(),
                granted.getLeaseId(),
                Secret.of(granted.getLeaseSecret().toByteArray()),
                java.time.Duration.ofSeconds(
                        granted.getLeaseLife().getSeconds(),
                        granted.getLeaseLife().getNanos()),
                material.getSettingsJson(),
                new ClientIdentity(material.getClientId(), clientSecret, formerSecret),
                Optional.of(material.getRefreshToken())
                        .filter(token -> !token.isEmpty())
                        .map(Token::of),
                material.getScopesList(),
                new Lease.OutcomeKey(
                        granted.getOutcomeKeyId(), granted.getOutcomePublicKey().toByteArray()));
    }

    static List<Due> hints(ClaimDueResponse response) {
        return response.getHintsList().stream()
                .map(hint -> new Due(
                        UUID.fromString(hint.getConnectionId()), hint.getGeneration(), instant(hint.getDueAt())))
                .toList();
    }

    static CompleteRequest completeRequest(Report report) {
        return CompleteRequest.newBuilder()
                .setLeaseId(report.lease().id())
                .setLeaseSecret(ByteString.copyFrom(report.lease().secret().revealBytes()))
                .setConnectionId(report.lease().connection().toString())
                .setOutcome(outcome(report.outcome()))
                .build();
    }

    private static dev.grantkeeper.wire.v1.Outcome outcome(Outcome outcome) {
        var wire = dev.grantkeeper.wire.v1.Outcome.newBuilder();
        if (outcome instanceof Outcome.Renewed renewed) {
            wire.setRenewed(renewed(renewed));
        } else if (outcome instanceof Outcome.Rejected rejected) {
            wire.setRejected(failed(rejected.error()));
        } else if (outcome instanceof Outcome.Misconfigured misconfigured) {
            wire.setMisconfigured(failed(misconfigured.error()));
        } else if (outcome instanceof Outcome.Throttled throttled) {
            var message = Throttled.newBuilder();
            throttled.retryAfter().map(Wire::duration).ifPresent(message::setRetryAfter);
            wire.setThrottled(message);
        } else if (outcome instanceof Outcome.Transient passing) {
            wire.setTransient(Transient.newBuilder().setReason(passing.reason()).setNotSent(passing.notSent()));
        } else if (outcome instanceof Outcome.Unknown unknown) {
            wire.setUnknown(failed(unknown.reason()));
        }
        return wire.build();
    }

    private static Renewed renewed(Outcome.Renewed renewed) {
        var message = Renewed.newBuilder().setAccessToken(renewed.accessToken().reveal());
        renewed.refreshToken().map(Token::reveal).ifPresent(message::setRefreshToken);
        renewed.lifetime().map(Wire::duration).ifPresent(message::setLifetime);
        renewed.scopes()
                .map(scopes -> GrantedScopes.newBuilder().addAllScopes(scopes).build())
                .ifPresent(message::setScopes);
        renewed.refreshTokenLifetime().map(Wire::duration).ifPresent(message::setRefreshTokenLifetime);
        message.putAllCaptured(renewed.captured());
        return message.build();
    }

    private static Failed failed(String reason) {
        return Failed.newBuilder().setReason(reason).build();
    }

    /** A constant's name without the prefix that all of its enum share, lower case: {@code not_due}. */
    static String word(DeclineReason reason) {
        return word("DECLINE_REASON_", reason);
    }

    static String word(CompleteResult result) {
        return word("COMPLETE_RESULT_", result);
    }

    private static String word(String prefix, Enum<?> constant) {
        return constant.name().replaceFirst(prefix, "").toLowerCase(Locale.ROOT);
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    private static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }
}

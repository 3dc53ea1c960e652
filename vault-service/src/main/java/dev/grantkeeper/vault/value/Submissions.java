package dev.grantkeeper.vault.value;

import dev.grantkeeper.envelope.EnvelopeException;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.envelope.SecretSubmissions;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import dev.grantkeeper.vault.key.ScopeKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * Secrets from whoever types them: in the clear, or sealed in the browser for this person, this place and ten minutes, so
 * that whatever stands between browser and vault does not see them.
 */
@ApplicationScoped
public class Submissions {

    private static final Duration LIFE = Duration.ofMinutes(10);

    /** Whoever seals chooses the time, too: one of their own does not last longer. Another vault's clock may be ahead. */
    private static final Duration LONGEST = LIFE.plusMinutes(1);

    private final ScopeKeys keys;
    private final SubmissionConfig config;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    Submissions(ScopeKeys keys, SubmissionConfig config, MeterRegistry metrics, InstantSource clock) {
        this.keys = keys;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The key to seal to, with all that it takes to do so. */
    public Uni<SealingKey> key(SubmissionPlace place) {
        return keys.current(place.scope()).map(key -> {
            var expiresAt = clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
            return new SealingKey(
                    KeyNames.of(key),
                    SecretSubmissions.SUITE,
                    base64(SecretSubmissions.publicKey(key)),
                    SecretSubmissions.INFO,
                    base64(place.until(expiresAt).encoded()),
                    expiresAt);
        });
    }

    /**
     * What was typed, in one form or the other. Fails with INVALID naming the field that has to be changed; it is one and the same
     * failure for whatever does not open.
     *
     * @param field of the text in the clear; the sealed one's name is the same behind {@code sealed_}
     */
    public Uni<Secret> take(SubmissionPlace place, String field, Optional<String> clear, Optional<SealedText> sealed) {
        return takeIfGiven(place, field, clear, sealed)
                .map(taken -> taken.orElseThrow(() -> config.sealedSecretsRequired()
                        ? Failure.invalid(sealedName(field), "must be given")
                        : Failure.invalid(field, "must be given, or " + sealedName(field) + " in its place")));
    }

    /** The same for a secret that may be left out. */
    public Uni<Optional<Secret>> takeIfGiven(
            SubmissionPlace place, String field, Optional<String> clear, Optional<SealedText> sealed) {
        if (sealed.isEmpty()) {
            return Uni.createFrom()
                    .item(() -> clear.map(text -> {
                        requireUnsealedAllowed(field);
                        var secret = SecretText.parse(field, text);
                        count("clear", "taken");
                        return secret;
                    }));
        }
        if (clear.isPresent()) {
            return Uni.createFrom()
                    .failure(Failure.invalid(sealedName(field), "must be left out where " + field + " is given"));
        }
        return open(place, sealedName(field), sealed.get()).map(Optional::of);
    }

    private void requireUnsealedAllowed(String field) {
        if (config.sealedSecretsRequired()) {
            count("clear", "refused");
            throw Failure.invalid(
                    field, "is not taken in the clear by this vault: leave it out and send " + sealedName(field));
        }
    }

    private Uni<Secret> open(SubmissionPlace place, String field, SealedText sealed) {
        return Uni.createFrom()
                .item(() -> {
                    requireComplete(field, sealed);
                    requireInTime(field, sealed.expiresAt());
                    return KeyNames.parse(sealed.keyId()).orElseThrow(() -> unopened(field));
                })
                .flatMap(ref -> keys.find(place.scope(), ref))
                .map(key -> SecretSubmissions.open(
                        key, place.until(sealed.expiresAt()), decoded(field, sealed.ciphertext())))
                .onFailure(Submissions::doesNotOpen)
                .transform(whatever -> unopened(field))
                .map(secret -> SecretText.check(field, secret))
                .invoke(secret -> count("sealed", "taken"));
    }

    private static void requireComplete(String field, SealedText sealed) {
        if (sealed.keyId() == null || sealed.expiresAt() == null || sealed.ciphertext() == null) {
            throw Failure.invalid(field, "must have key_id, expires_at and ciphertext");
        }
    }

    private void requireInTime(String field, Instant expiresAt) {
        var now = clock.instant();
        if (!now.isBefore(expiresAt)) {
            count("sealed", "expired");
            throw Failure.invalid(field, "has expired; ask for a new sealing key and seal once more");
        }
        if (expiresAt.isAfter(now.plus(LONGEST)) || expiresAt.getNano() != 0) {
            throw Failure.invalid(field + ".expires_at", "must be what the sealing key said");
        }
    }

    private static byte[] decoded(String field, String ciphertext) {
        try {
            return Base64.getUrlDecoder().decode(ciphertext);
        } catch (IllegalArgumentException malformed) {
            throw Failure.invalid(field + ".ciphertext", "must be base64url");
        }
    }

    /** A key of another scope is none at all here. */
    private static boolean doesNotOpen(Throwable fault) {
        return fault instanceof EnvelopeException
                || fault instanceof Failure failure && failure.reason() == Reason.NOT_FOUND;
    }

    private Failure unopened(String field) {
        count("sealed", "unopened");
        return Failure.invalid(
                field,
                "does not open: it is damaged, or was sealed for somebody else or something else; ask for a new sealing key"
                        + " and seal once more");
    }

    private void count(String form, String result) {
        metrics.counter("grantkeeper.submissions", "form", form, "result", result)
                .increment();
    }

    private static String sealedName(String field) {
        return "sealed_" + field;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

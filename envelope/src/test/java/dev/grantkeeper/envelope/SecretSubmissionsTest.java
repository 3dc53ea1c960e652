package dev.grantkeeper.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantkeeper.envelope.Vectors.Vector;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretSubmissionsTest {
    private static final Instant LATER = Instant.parse("2026-12-01T12:10:00Z");
    private static final Secret TYPED = Secret.ofUtf8("sk-12345");

    private final ScopeKey key = ScopeKey.generate(1);
    private final SubmissionContext context = context("user", LATER);

    static Stream<Vector> messages() {
        return Vectors.at("submissions", "messages");
    }

    static Stream<Vector> mustFail() {
        return Vectors.at("submissions", "mustFail");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void seal_publishedSeed_givesThePublishedMessageAndOpens(Vector vector) {
        var scopeKey = vector.scopeKey("scopeKey");
        assertThat(SecretSubmissions.publicKey(scopeKey)).isEqualTo(vector.bytes("publicKey"));
        assertThat(vector.submission().encoded()).isEqualTo(vector.bytes("aad"));

        var sealed = SecretSubmissions.seal(
                new FixedRandom(vector.bytes("ephemeralSeed")),
                vector.bytes("publicKey"),
                vector.submission(),
                vector.secret("plaintext"));

        assertThat(sealed).isEqualTo(vector.bytes("sealed"));
        assertThat(SecretSubmissions.open(scopeKey, vector.submission(), sealed))
                .isEqualTo(vector.secret("plaintext"));
    }

    @ParameterizedTest
    @MethodSource("mustFail")
    void open_submissionThatMustFail_fails(Vector vector) {
        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> SecretSubmissions.open(
                        vector.scopeKey("scopeKey"), vector.submission(), vector.bytes("sealed")))
                .withNoCause();
    }

    @Test
    void open_anySingleBitFlipped_fails() {
        var sealed = SecretSubmissions.seal(SecretSubmissions.publicKey(key), context, TYPED);

        assertThat(sealed).hasSize(81 + TYPED.length());
        assertThat(Samples.harmlessBitFlips(
                        sealed, changed -> Samples.opens(() -> SecretSubmissions.open(key, context, changed))))
                .isEmpty();
    }

    @Test
    void seal_longestSecret_opens() {
        var longest = Secret.of(new byte[Envelopes.MAX_SECRET_LENGTH]);

        var sealed = SecretSubmissions.seal(SecretSubmissions.publicKey(key), context, longest);

        assertThat(SecretSubmissions.open(key, context, sealed)).isEqualTo(longest);
    }

    @Test
    void publicKey_ofOneScope_isNotTheOneForOutcomes() {
        assertThat(SecretSubmissions.publicKey(key)).isNotEqualTo(RenewalOutcomes.publicKey(key));
    }

    @Test
    void context_partsThatDoNotFit_areRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context("", LATER))
                .withMessageStartingWith("ownerKind ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context("\ud800", LATER))
                .withMessageStartingWith("ownerKind ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context("é".repeat(32_768), LATER))
                .withMessageStartingWith("ownerKind ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context("user", LATER.plusNanos(1)))
                .withMessageStartingWith("expiresAt ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context("user", Instant.ofEpochSecond(-1)))
                .withMessageStartingWith("expiresAt ");
    }

    private static SubmissionContext context(String ownerKind, Instant expiresAt) {
        return new SubmissionContext(
                SubmissionContext.Purpose.SECRET, "platform/acme", "notes", ownerKind, "ada", "ada", expiresAt);
    }
}

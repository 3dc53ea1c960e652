package dev.grantkeeper.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.grantkeeper.envelope.Vectors.Vector;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeVectorsTest {
    static Stream<Vector> seals() {
        return Vectors.at("envelopes", "seals");
    }

    static Stream<Vector> drawn() {
        return seals().filter(vector -> vector.has("random"));
    }

    static Stream<Vector> rewraps() {
        return Vectors.at("envelopes", "rewraps");
    }

    static Stream<Vector> mustFail() {
        return Vectors.at("envelopes", "mustFail");
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void seal_publishedRandomness_givesThePublishedEnvelope(Vector vector) {
        var drawn = vector.part("random");
        var random = new FixedRandom(drawn.bytes("messageId"), drawn.bytes("dataKey"), drawn.bytes("wrapNonce"));

        var envelope =
                Envelopes.seal(random, vector.scopeKey("scopeKey"), vector.context(), vector.secret("plaintext"));

        assertThat(envelope).isEqualTo(vector.bytes("envelope"));
        assertThat(random.isUsedUp()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("seals")
    void open_publishedEnvelope_givesThePlaintext(Vector vector) {
        var secret = Envelopes.open(vector.scopeKey("scopeKey"), vector.context(), vector.bytes("envelope"));

        assertThat(secret).isEqualTo(vector.secret("plaintext"));
    }

    @ParameterizedTest
    @MethodSource("seals")
    void context_published_encodesAsPublished(Vector vector) {
        assertThat(vector.context().encoded()).isEqualTo(vector.bytes("encodedContext"));
    }

    @ParameterizedTest
    @MethodSource("seals")
    void commitment_publishedEnvelope_isWhereThePageSays(Vector vector) {
        assertThat(vector.bytes("envelope")).contains(vector.bytes("commitment"));
    }

    @ParameterizedTest
    @MethodSource("rewraps")
    void rewrap_publishedNonce_givesThePublishedEnvelope(Vector vector) {
        var rewrapped = Envelopes.rewrap(
                new FixedRandom(vector.bytes("wrapNonce")),
                vector.scopeKey("from"),
                vector.scopeKey("to"),
                vector.context(),
                vector.bytes("envelope"));

        assertThat(rewrapped).isEqualTo(vector.bytes("rewrapped"));
    }

    @ParameterizedTest
    @MethodSource("mustFail")
    void open_envelopeThatMustFail_fails(Vector vector) {
        var key = vector.scopeKey("scopeKey");

        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> Envelopes.open(key, vector.context(), vector.bytes("envelope")));
    }

    @ParameterizedTest
    @MethodSource("mustFail")
    void rewrap_envelopeThatMustFail_neverGivesOneThatOpens(Vector vector) {
        var key = vector.scopeKey("scopeKey");
        var next = ScopeKey.generate(key.id(), 9);

        assertThatExceptionOfType(EnvelopeException.class).isThrownBy(() -> {
            var rewrapped = Envelopes.rewrap(key, next, vector.context(), vector.bytes("envelope"));
            Envelopes.open(next, vector.context(), rewrapped);
        });
    }
}

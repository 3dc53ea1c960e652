package dev.grantkeeper.envelope;

import static dev.grantkeeper.envelope.Samples.CONTEXT;
import static dev.grantkeeper.envelope.Samples.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopesTest {
    private final ScopeKey key = ScopeKey.generate(1);
    private final byte[] envelope = Envelopes.seal(key, CONTEXT, TOKEN);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 4096, 65_536})
    void open_sealedSecret_givesItBack(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xA5);
        var secret = Secret.of(bytes);

        var sealed = Envelopes.seal(key, CONTEXT, secret);

        assertThat(sealed).hasSize(172 + length);
        assertThat(Envelopes.open(key, CONTEXT, sealed)).isEqualTo(secret);
    }

    @Test
    void seal_secretOverTheLimit_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Envelopes.seal(key, CONTEXT, Secret.of(new byte[65_537])))
                .withMessage("A sealed value has at most 65536 bytes, this one has 65537");
    }

    @Test
    void open_payloadOverTheLimitButOtherwiseRight_fails() {
        var dataKey = new byte[32];
        var messageId = new byte[32];
        var keys = MessageKeys.of(messageId, dataKey);
        var head = Frame.head(messageId, keys.commitment());
        var context = CONTEXT.encoded();
        var nonce = new byte[12];
        var wrapped =
                key.key().with(bytes -> AesGcmSiv.seal(bytes, nonce, Frame.wrapAad(head, key.ref(), context), dataKey));

        assertThat(Stream.of(65_536, 65_537).filter(length -> {
                    var aad = Frame.payloadAad(head, length, context);
                    var payload = AesGcm.seal(keys.key(), keys.nonce(), aad, new byte[length]);
                    var crafted = new Frame(head, key.ref(), nonce, wrapped, payload).encoded();
                    return Samples.opens(() -> Envelopes.open(key, CONTEXT, crafted));
                }))
                .containsExactly(65_536);
    }

    @Test
    void open_anySingleBitFlipped_fails() {
        assertThat(Samples.harmlessBitFlips(
                        envelope, changed -> Samples.opens(() -> Envelopes.open(key, CONTEXT, changed))))
                .isEmpty();
    }

    @Test
    void open_anySingleBitFlippedAndTheKeyNamedFollowing_fails() {
        assertThat(Samples.harmlessBitFlips(
                        envelope,
                        changed -> Samples.opens(() -> Envelopes.open(
                                ref -> Optional.of(new ScopeKey(ref.id(), ref.version(), key.key())),
                                CONTEXT,
                                changed))))
                .isEmpty();
    }

    @Test
    void open_anyLengthButItsOwn_fails() {
        for (var length = 0; length < envelope.length; length++) {
            var cut = Arrays.copyOf(envelope, length);
            assertThat(Samples.opens(() -> Envelopes.open(key, CONTEXT, cut)))
                    .as("length %d", length)
                    .isFalse();
        }
        var longer = Arrays.copyOf(envelope, envelope.length + 1);
        assertThat(Samples.opens(() -> Envelopes.open(key, CONTEXT, longer))).isFalse();
    }

    static Stream<SealingContext> otherContexts() {
        var c = CONTEXT;
        var kinds = EnumSet.complementOf(EnumSet.of(c.kind())).stream()
                .map(kind -> new SealingContext(
                        kind, c.tenant(), c.app(), c.subjectId(), c.ownerKind(), c.ownerId(), c.generation()));
        var fields = Stream.of(
                new SealingContext(
                        c.kind(), "platform/other", c.app(), c.subjectId(), c.ownerKind(), c.ownerId(), c.generation()),
                new SealingContext(
                        c.kind(), c.tenant(), "other", c.subjectId(), c.ownerKind(), c.ownerId(), c.generation()),
                new SealingContext(c.kind(), c.tenant(), c.app(), "other", c.ownerKind(), c.ownerId(), c.generation()),
                new SealingContext(
                        c.kind(), c.tenant(), c.app(), c.subjectId(), "workspace", c.ownerId(), c.generation()),
                new SealingContext(c.kind(), c.tenant(), c.app(), c.subjectId(), c.ownerKind(), "bob", c.generation()),
                new SealingContext(c.kind(), c.tenant(), c.app(), c.subjectId(), "", "", c.generation()),
                new SealingContext(
                        c.kind(), c.tenant(), c.app(), c.subjectId(), c.ownerKind(), c.ownerId(), c.generation() + 1),
                new SealingContext(
                        c.kind(), c.tenant(), c.app(), c.subjectId(), c.ownerKind(), c.ownerId(), c.generation() - 1));
        return Stream.concat(kinds, fields);
    }

    @ParameterizedTest
    @MethodSource("otherContexts")
    void open_anotherContext_fails(SealingContext other) {
        assertThatExceptionOfType(EnvelopeException.class).isThrownBy(() -> Envelopes.open(key, other, envelope));
        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> Envelopes.rewrap(key, ScopeKey.generate(2), other, envelope));
    }

    @Test
    void open_everyReason_isOneAndTheSameError() {
        var flipped = envelope.clone();
        flipped[flipped.length - 1] ^= 1;
        var reasons = Stream.<Runnable>of(
                () -> Envelopes.open(key, CONTEXT, new byte[0]),
                () -> Envelopes.open(key, CONTEXT, flipped),
                () -> Envelopes.open(ScopeKey.generate(1), CONTEXT, envelope),
                () -> Envelopes.open(ref -> Optional.empty(), CONTEXT, envelope),
                () -> Envelopes.keyOf(new byte[172]));

        assertThat(reasons).allSatisfy(reason -> assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(reason::run)
                .withMessage("Cannot open: damaged, or sealed for another context or under another key")
                .withNoCause());
    }

    @Test
    void open_keysOfTheScope_areAskedForTheOneNamed() {
        var next = ScopeKey.generate(key.id(), 2);
        var opened = Envelopes.open(
                ref -> Stream.of(next, key).filter(k -> k.ref().equals(ref)).findFirst(), CONTEXT, envelope);

        assertThat(opened).isEqualTo(TOKEN);
    }

    @Test
    void open_keySourceFails_itsErrorReachesTheCaller() {
        var down = new IllegalStateException("key provider down");

        assertThatIllegalStateException()
                .isThrownBy(() -> Envelopes.open(
                        ref -> {
                            throw down;
                        },
                        CONTEXT,
                        envelope))
                .isSameAs(down);
    }

    @Test
    void seal_sameSecretTwice_sharesNothingButTheFixedFields() {
        var again = Envelopes.seal(key, CONTEXT, TOKEN);

        assertThat(Arrays.copyOf(again, 8)).isEqualTo(Arrays.copyOf(envelope, 8));
        assertThat(Arrays.copyOfRange(again, 8, 40)).isNotEqualTo(Arrays.copyOfRange(envelope, 8, 40));
        assertThat(Arrays.copyOfRange(again, 92, 152)).isNotEqualTo(Arrays.copyOfRange(envelope, 92, 152));
        assertThat(Arrays.copyOfRange(again, 156, 181)).isNotEqualTo(Arrays.copyOfRange(envelope, 156, 181));
    }

    @Test
    void seal_wipedScopeKey_isRefusedRatherThanSealedUnderZeros() {
        key.key().close();

        assertThatIllegalStateException().isThrownBy(() -> Envelopes.seal(key, CONTEXT, TOKEN));
    }

    @Test
    void rewrap_toAnotherKey_changesOnlyTheWrapAndOpensThereOnly() {
        var next = ScopeKey.generate(key.id(), 2);

        var rewrapped = Envelopes.rewrap(key, next, CONTEXT, envelope);

        assertThat(Envelopes.keyOf(rewrapped)).isEqualTo(next.ref());
        assertThat(Envelopes.open(next, CONTEXT, rewrapped)).isEqualTo(TOKEN);
        assertThat(Samples.opens(() -> Envelopes.open(key, CONTEXT, rewrapped))).isFalse();
        assertThat(Arrays.copyOf(rewrapped, 72)).isEqualTo(Arrays.copyOf(envelope, 72));
        assertThat(Arrays.copyOfRange(rewrapped, 152, rewrapped.length))
                .isEqualTo(Arrays.copyOfRange(envelope, 152, envelope.length));
    }

    @Test
    void rewrap_anotherKeyThanTheEnvelopes_fails() {
        assertThatExceptionOfType(EnvelopeException.class)
                .isThrownBy(() -> Envelopes.rewrap(ScopeKey.generate(key.id(), 1), key, CONTEXT, envelope));
    }

    @Test
    void keyOf_envelope_namesItsScopeKey() {
        assertThat(Envelopes.keyOf(envelope)).isEqualTo(key.ref());
    }
}

package dev.grantkeeper.vault.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.envelope.KeyRef;
import dev.grantkeeper.envelope.ScopeKey;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.envelope.SecretSubmissions;
import dev.grantkeeper.envelope.SubmissionContext.Purpose;
import dev.grantkeeper.testkit.MovableClock;
import dev.grantkeeper.vault.access.Developer;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import dev.grantkeeper.vault.key.Scope;
import dev.grantkeeper.vault.key.ScopeKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubmissionsTest {

    private static final Tenant TENANT = new Tenant("platform", "acme");
    private static final Optional<String> NOTHING_CLEAR = Optional.empty();
    private static final Optional<SealedText> NOTHING_SEALED = Optional.empty();

    private final MovableClock clock = MovableClock.atFixedStart();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Keys keys = new Keys();
    private final Submissions submissions = new Submissions(keys, () -> false, metrics, clock);
    private final Submissions strict = new Submissions(keys, () -> true, metrics, clock);

    private final Person ada = new Person(TENANT, "ada", false, Instant.MAX);
    private final SubmissionPlace place = SubmissionPlace.of(ada, Purpose.SECRET, "notes", Owner.user("ada"));

    @Test
    void take_sealedText_isGivenBackUntilItsTimeIsOver() {
        var sealed = seal(place, "sk-12345");

        clock.advance(Duration.ofMinutes(10).minusNanos(1));
        assertThat(take(submissions, NOTHING_CLEAR, sealed)).isEqualTo(Secret.ofUtf8("sk-12345"));
        clock.advance(Duration.ofNanos(1));
        assertInvalid(() -> take(submissions, NOTHING_CLEAR, sealed), "sealed_value: has expired");

        assertThat(counted("sealed", "taken")).isOne();
        assertThat(counted("sealed", "expired")).isOne();
    }

    @Test
    void take_sealedByAVaultWhoseClockIsAhead_isGivenBack() {
        clock.advance(Duration.ofSeconds(50));
        var sealed = seal(place, "sk-12345");
        clock.advance(Duration.ofSeconds(-50));

        assertThat(take(submissions, NOTHING_CLEAR, sealed)).isEqualTo(Secret.ofUtf8("sk-12345"));
    }

    @Test
    void take_endChosenByTheSealer_isInvalid() {
        var key = keys.of(place.scope());
        var farAway = clock.instant().plus(Duration.ofMinutes(12));
        var ciphertext = SecretSubmissions.seal(
                SecretSubmissions.publicKey(key), place.until(farAway), Secret.ofUtf8("sk-12345"));
        var sealed = new SealedText(KeyNames.of(key), farAway, base64(ciphertext));

        assertInvalid(() -> take(submissions, NOTHING_CLEAR, Optional.of(sealed)), "sealed_value.expires_at: ");
    }

    @Test
    void take_developersTextForOneKindOfOwner_doesNotOpenForTheOther() {
        var developer = new Developer("platform", "notes", "dev-1");
        var user = SubmissionPlace.of(developer, OwnerKind.USER);
        var sealed = seal(user, "client-s3cret");

        assertThat(submissions
                        .take(user, "client_secret", NOTHING_CLEAR, sealed)
                        .await()
                        .indefinitely())
                .isEqualTo(Secret.ofUtf8("client-s3cret"));
        for (var other : new SubmissionPlace[] {
            SubmissionPlace.of(developer, OwnerKind.WORKSPACE),
            SubmissionPlace.of(new Developer("platform", "notes", "dev-2"), OwnerKind.USER),
            SubmissionPlace.of(new Developer("platform", "other", "dev-1"), OwnerKind.USER),
            SubmissionPlace.of(new Developer("rival", "notes", "dev-1"), OwnerKind.USER)
        }) {
            assertInvalid(
                    () -> submissions
                            .take(other, "client_secret", NOTHING_CLEAR, sealed)
                            .await()
                            .indefinitely(),
                    "sealed_client_secret: does not open");
        }
        assertThat(counted("sealed", "unopened")).isEqualTo(4);
    }

    @Test
    void take_bothForms_isInvalidWithoutOpeningEither() {
        assertInvalid(
                () -> take(submissions, Optional.of("sk"), seal(place, "sk")),
                "sealed_value: must be left out where value is given");
    }

    @Test
    void take_neitherForm_namesWhatIsTaken() {
        assertInvalid(
                () -> take(submissions, NOTHING_CLEAR, NOTHING_SEALED),
                "value: must be given, or sealed_value in its place");
        assertInvalid(() -> take(strict, NOTHING_CLEAR, NOTHING_SEALED), "sealed_value: must be given");
        assertThat(submissions
                        .takeIfGiven(place, "value", NOTHING_CLEAR, NOTHING_SEALED)
                        .await()
                        .indefinitely())
                .isEmpty();
    }

    @Test
    void take_sealingRequired_refusesTheClearAndTakesTheSealed() {
        assertInvalid(
                () -> take(strict, Optional.of("sk-12345"), NOTHING_SEALED),
                "value: is not taken in the clear by this vault: leave it out and send sealed_value");

        assertThat(take(strict, NOTHING_CLEAR, seal(place, "sk-12345"))).isEqualTo(Secret.ofUtf8("sk-12345"));
        assertThat(counted("clear", "refused")).isOne();
        assertThat(counted("clear", "taken")).isZero();
    }

    @Test
    void take_inTheClear_isTakenAndCounted() {
        assertThat(take(submissions, Optional.of("sk-12345"), NOTHING_SEALED)).isEqualTo(Secret.ofUtf8("sk-12345"));
        assertThat(counted("clear", "taken")).isOne();
    }

    @Test
    void take_keysCannotBeHad_isUnavailableAndNotInvalid() {
        var sealed = seal(place, "sk-12345");
        keys.away = true;

        assertThatThrownBy(() -> take(submissions, NOTHING_CLEAR, sealed))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    @Test
    void config_ofAnOperator_hasThePropertysName() {
        assertThat(configured(Map.of()).sealedSecretsRequired()).isFalse();
        assertThat(configured(Map.of("grantkeeper.submissions.sealed-secrets-required", "true"))
                        .sealedSecretsRequired())
                .isTrue();
    }

    @Test
    void sealedText_printed_showsNothing() {
        assertThat(seal(place, "sk").orElseThrow()).hasToString("SealedText[redacted]");
    }

    private static SubmissionConfig configured(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(SubmissionConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(SubmissionConfig.class);
    }

    private Secret take(Submissions at, Optional<String> clear, Optional<SealedText> sealed) {
        return at.take(place, "value", clear, sealed).await().indefinitely();
    }

    private Optional<SealedText> seal(SubmissionPlace at, String typed) {
        var key = submissions.key(at).await().indefinitely();
        var ciphertext = SecretSubmissions.seal(
                Base64.getUrlDecoder().decode(key.publicKey()), at.until(key.expiresAt()), Secret.ofUtf8(typed));
        return Optional.of(new SealedText(key.keyId(), key.expiresAt(), base64(ciphertext)));
    }

    private double counted(String form, String result) {
        var counter = metrics.find("grantkeeper.submissions")
                .tags("form", form, "result", result)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void assertInvalid(Runnable taking, String message) {
        assertThatThrownBy(taking::run).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.INVALID);
            assertThat(failure).hasMessageStartingWith(message);
            assertThat(failure.getMessage()).doesNotContain("sk-12345");
        });
    }

    /** One key for each scope. */
    private static final class Keys implements ScopeKeys {
        private final Map<Scope, ScopeKey> made = new HashMap<>();
        private boolean away;

        ScopeKey of(Scope scope) {
            return made.computeIfAbsent(scope, absent -> ScopeKey.generate(1));
        }

        @Override
        public Uni<ScopeKey> current(Scope scope) {
            return Uni.createFrom().item(of(scope));
        }

        @Override
        public Uni<ScopeKey> find(Scope scope, KeyRef ref) {
            return Uni.createFrom().item(() -> {
                if (away) {
                    throw Failure.unavailable("The key of this workspace or app");
                }
                return Optional.of(of(scope))
                        .filter(key -> key.ref().equals(ref))
                        .orElseThrow(() -> Failure.notFound("key"));
            });
        }

        @Override
        public Uni<Void> shred(Scope scope) {
            throw new UnsupportedOperationException();
        }
    }
}

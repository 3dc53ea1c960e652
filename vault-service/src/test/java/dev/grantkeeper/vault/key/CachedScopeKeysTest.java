package dev.grantkeeper.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.envelope.KeyId;
import dev.grantkeeper.envelope.KeyRef;
import dev.grantkeeper.envelope.ScopeKey;
import dev.grantkeeper.envelope.SealedKeyFile;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.testkit.MovableClock;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CachedScopeKeysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static KeyDatabase database;
    private static byte[] rootKeyFile;
    private static RootKey rootKey;

    private final Scope scope = Scope.workspace("platform/" + UUID.randomUUID());
    private final MovableClock clock = MovableClock.atFixedStart();
    private final FaultyParts parts = new FaultyParts();
    private final CachedScopeKeys keys = vault(rootKey);

    @BeforeAll
    static void start() {
        database = new KeyDatabase("cached_scope_keys_test");
        rootKeyFile = SealedKeyFile.create(passphrase());
        rootKey = SealedFileRootKey.open(rootKeyFile, passphrase());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void current_firstUse_makesVersionOneAndKeepsIt() {
        var made = await(keys.current(scope));

        assertThat(made.version()).isEqualTo(1);
        assertThat(await(keys.current(scope))).isEqualTo(made);
        assertThat(await(vault(rootKey).current(scope))).isEqualTo(made);
    }

    @Test
    void current_otherScope_hasAnotherKey() {
        var other = Scope.app("platform", "mailer");

        assertThat(await(keys.current(other)).key())
                .isNotEqualTo(await(keys.current(scope)).key());
    }

    @Test
    void current_manyVaultsAtOnce_allGetTheSameKey() {
        var vaults = Stream.generate(() -> vault(SealedFileRootKey.open(rootKeyFile, passphrase())))
                .limit(4)
                .toList();

        var given = Stream.concat(vaults.stream(), vaults.stream())
                .map(vault -> vault.current(scope).subscribeAsCompletionStage())
                .toList();

        assertThat(new HashSet<>(given.stream().map(CompletableFuture::join).toList()))
                .hasSize(1);
    }

    @Test
    void find_keyOfTheScope_isFoundByEveryVault() {
        var made = await(keys.current(scope));

        assertThat(await(keys.find(scope, made.ref()))).isEqualTo(made);
        assertThat(await(vault(rootKey).find(scope, made.ref()))).isEqualTo(made);
    }

    @Test
    void find_keyOfAnotherScope_isNotFound() {
        var others = await(keys.current(Scope.workspace("platform/other")));
        var own = await(keys.current(scope));

        assertRefused(Reason.NOT_FOUND, keys.find(scope, others.ref()));
        assertRefused(Reason.NOT_FOUND, keys.find(scope, new KeyRef(own.id(), 2)));
        assertRefused(Reason.NOT_FOUND, keys.find(scope, new KeyRef(KeyId.random(), 1)));
    }

    @Test
    void find_scopeWithoutKeys_isNotFoundAndMakesNone() {
        assertRefused(Reason.NOT_FOUND, keys.find(scope, new KeyRef(KeyId.random(), 1)));

        assertThat(await(database.stored().versions(scope))).isEmpty();
    }

    @Test
    void find_versionJustMadeElsewhere_isReadAtOnce() {
        await(keys.current(scope));

        var newer = rotate();

        assertThat(await(keys.find(scope, newer.ref()))).isEqualTo(newer);
    }

    @Test
    void current_versionMadeElsewhere_isUsedAfterALookAndTheOlderStaysFindable() {
        var older = await(keys.current(scope));
        var newer = rotate();

        await(keys.look());

        assertThat(await(keys.current(scope))).isEqualTo(newer);
        assertThat(await(keys.find(scope, older.ref()))).isEqualTo(older);
    }

    @Test
    void look_nothingChanged_keepsTheRing() {
        await(keys.current(scope));
        var before = parts.reads.get();

        await(keys.look());
        await(keys.current(scope));

        assertThat(parts.reads).hasValue(before);
    }

    @Test
    void current_shreddedScope_neverGetsAnotherKey() {
        var lost = await(vault(rootKey).current(scope));
        database.shred(scope);

        assertRefused(Reason.CONFLICT, keys.current(scope));
        assertRefused(Reason.CONFLICT, keys.current(scope));
        assertRefused(Reason.CONFLICT, keys.find(scope, lost.ref()));
        assertThat(await(database.stored().versions(scope)))
                .singleElement()
                .satisfies(version -> assertThat(version.wrapped()).isEmpty());
    }

    @Test
    void current_shreddedElsewhere_isRefusedAfterALook() {
        var lost = await(keys.current(scope));
        database.shred(scope);

        await(keys.look());

        assertRefused(Reason.CONFLICT, keys.current(scope));
        assertRefused(Reason.CONFLICT, keys.find(scope, lost.ref()));
    }

    @Test
    void current_versionAddedToAShreddedScope_staysRefused() {
        await(keys.current(scope));
        database.shred(scope);
        rotate();

        await(keys.look());

        assertRefused(Reason.CONFLICT, keys.current(scope));
    }

    @Test
    void current_stateUnconfirmed_isUsedFor60SecondsOnly() {
        var key = await(keys.current(scope));
        parts.databaseAway = true;

        clock.advance(Duration.ofSeconds(59));
        await(keys.look());
        assertThat(await(keys.current(scope))).isEqualTo(key);
        clock.advance(Duration.ofSeconds(1));
        assertRefused(Reason.UNAVAILABLE, keys.current(scope));
        assertRefused(Reason.UNAVAILABLE, keys.find(scope, key.ref()));

        parts.databaseAway = false;
        assertThat(await(keys.current(scope))).isEqualTo(key);
    }

    @Test
    void current_shreddedWhileUnconfirmed_isRefusedOnceTheDatabaseIsBack() {
        await(keys.current(scope));
        parts.databaseAway = true;
        database.shred(scope);
        clock.advance(Duration.ofMinutes(2));
        await(keys.look());

        parts.databaseAway = false;

        assertRefused(Reason.CONFLICT, keys.current(scope));
    }

    @Test
    void current_timeIsUp_isReadAgain() {
        await(keys.current(scope));
        var before = parts.reads.get();

        lookingFor(Duration.ofSeconds(269));
        await(keys.current(scope));
        assertThat(parts.reads).hasValue(before);
        lookingFor(Duration.ofSeconds(62));
        await(keys.current(scope));

        assertThat(parts.reads).hasValue(before + 1);
    }

    @Test
    void current_keyProviderAway_isServedFromMemoryForAnHourOnly() {
        var key = await(keys.current(scope));
        parts.rootKeyAway = true;

        lookingFor(Duration.ofMinutes(30));
        assertThat(await(keys.current(scope))).isEqualTo(key);
        lookingFor(Duration.ofMinutes(29));
        assertThat(await(keys.find(scope, key.ref()))).isEqualTo(key);
        lookingFor(Duration.ofMinutes(2));

        assertRefused(Reason.UNAVAILABLE, keys.current(scope));
    }

    @Test
    void current_keyProviderAway_isAskedAgainEvery10SecondsOnly() {
        await(keys.current(scope));
        parts.rootKeyAway = true;
        lookingFor(Duration.ofMinutes(6));
        var before = parts.reads.get();

        Stream.generate(() -> await(keys.current(scope))).limit(5).toList();
        assertThat(parts.reads).hasValue(before + 1);
        clock.advance(Duration.ofSeconds(10));
        await(keys.current(scope));

        assertThat(parts.reads).hasValue(before + 2);
    }

    @Test
    void current_keyProviderAwayAndShredded_isRefused() {
        await(keys.current(scope));
        parts.rootKeyAway = true;
        database.shred(scope);
        await(keys.look());

        assertRefused(Reason.CONFLICT, keys.current(scope));
    }

    @Test
    void current_anotherRootKey_isUnavailable() {
        await(keys.current(scope));
        var another = SealedFileRootKey.open(SealedKeyFile.create(passphrase()), passphrase());

        assertRefused(Reason.UNAVAILABLE, vault(another).current(scope));
    }

    @Test
    void current_wrappedKeyOfAnotherScopePutInItsPlace_doesNotOpen() {
        var other = Scope.workspace("platform/" + UUID.randomUUID());
        await(vault(rootKey).current(scope));
        await(vault(rootKey).current(other));
        database.run(
                "update scope_key set wrapped = (select wrapped from scope_key where scope = ?) where scope = ?",
                other.id(),
                scope.id());

        assertRefused(Reason.UNAVAILABLE, keys.current(scope));
    }

    @Test
    void current_manyCallersAtOnce_readOnce() {
        await(vault(rootKey).current(scope));
        var before = parts.reads.get();
        parts.answers = new CompletableFuture<>();

        var given = Stream.generate(() -> keys.current(scope).subscribeAsCompletionStage())
                .limit(50)
                .toList();
        parts.answers.complete(null);

        assertThat(new HashSet<>(given.stream().map(CompletableFuture::join).toList()))
                .hasSize(1);
        assertThat(parts.reads).hasValue(before + 1);
    }

    @Test
    void current_firstOfManyCallersGivesUp_othersAreServed() {
        var key = await(vault(rootKey).current(scope));
        parts.answers = new CompletableFuture<>();

        var first = keys.current(scope).subscribe().with(ignored -> {});
        var second = keys.current(scope).subscribeAsCompletionStage();
        first.cancel();
        parts.answers.complete(null);

        assertThat(second.join()).isEqualTo(key);
    }

    @Test
    void current_callersInContextsOfTheirOwn_areAnsweredThere() {
        parts.answers = new CompletableFuture<>();

        var asked = Stream.generate(((VertxInternal) database.vertx())::createEventLoopContext)
                .limit(4)
                .map(this::askedIn)
                .toList();
        asked.forEach(caller -> caller.subscribed().join());
        parts.answers.complete(null);

        assertThat(asked)
                .allSatisfy(caller -> assertThat(caller.answeredIn().join()).isSameAs(caller.context()));
    }

    private record Asked(Context context, CompletableFuture<Void> subscribed, CompletableFuture<Context> answeredIn) {}

    private Asked askedIn(Context context) {
        var asked = new Asked(context, new CompletableFuture<>(), new CompletableFuture<>());
        context.runOnContext(start -> {
            keys.current(scope)
                    .subscribe()
                    .with(
                            key -> asked.answeredIn().complete(Vertx.currentContext()),
                            asked.answeredIn()::completeExceptionally);
            asked.subscribed().complete(null);
        });
        return asked;
    }

    private CachedScopeKeys vault(RootKey root) {
        var stored = parts.around(database.stored());
        var settings = KeySettings.existing(Path.of("root.key"), "");
        return new CachedScopeKeys(
                new KeyRings(parts.around(root), stored), stored, settings, clock.nanoTime()::getAsLong);
    }

    /** Another vault makes the scope's next version. */
    private ScopeKey rotate() {
        var key = ScopeKey.generate(2);
        var wrapped = await(rootKey.wrap(KeyRings.context(scope, 2), key.key()));
        await(database.stored().add(scope, new StoredScopeKeys.Version(key.ref(), rootKey.id(), Optional.of(wrapped))));
        return key;
    }

    /** Time goes by, with a look every 10 seconds. */
    private void lookingFor(Duration time) {
        for (var left = time; !left.isNegative() && !left.isZero(); left = left.minusSeconds(10)) {
            clock.advance(left.compareTo(Duration.ofSeconds(10)) < 0 ? left : Duration.ofSeconds(10));
            await(keys.look());
        }
    }

    private static Secret passphrase() {
        return Secret.ofUtf8("a passphrase for tests");
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private static void assertRefused(Reason reason, Uni<?> uni) {
        assertThatThrownBy(() -> await(uni))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
    }
}

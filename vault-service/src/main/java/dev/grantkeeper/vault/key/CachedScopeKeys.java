package dev.grantkeeper.vault.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.grantkeeper.envelope.KeyRef;
import dev.grantkeeper.envelope.ScopeKey;
import dev.grantkeeper.vault.error.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps key rings in memory. A ring is used only while it is known not to be shredded: the stored keys are looked over
 * every 10 s, and what was not confirmed for 60 s is not used. While the key provider is away, a ring lives on past its
 * time, up to the configured limit.
 */
@ApplicationScoped
class CachedScopeKeys implements ScopeKeys {

    private static final Logger LOG = Logger.getLogger(CachedScopeKeys.class);
    private static final long CONFIRMED_FOR = Duration.ofSeconds(60).toNanos();
    private static final long RETRY_AFTER = Duration.ofSeconds(10).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Longer than it takes to commit a change, or to read a ring, that began before the last look. */
    private static final Duration OVERLAP = Duration.ofSeconds(60);

    /** Ticks are nanoseconds of the ticker. */
    private record Held(KeyRing ring, long readAt, long rereadAt) {}

    private final KeyRings rings;
    private final KeyConfig config;
    private final Ticker ticker;
    private final StoredScopeKeys stored;
    private final Cache<Scope, Held> cache;
    private final ConcurrentMap<Scope, Uni<KeyRing>> reading = new ConcurrentHashMap<>();
    private volatile long confirmedAt;

    @Inject
    CachedScopeKeys(KeyRings rings, StoredScopeKeys stored, KeyConfig config, MeterRegistry meters) {
        this(rings, stored, config, Ticker.systemTicker());
        CaffeineCacheMetrics.monitor(meters, cache, "scope_keys");
    }

    CachedScopeKeys(KeyRings rings, StoredScopeKeys stored, KeyConfig config, Ticker ticker) {
        this.rings = rings;
        this.stored = stored;
        this.config = config;
        this.ticker = ticker;
        this.confirmedAt = ticker.read();
        this.cache = Caffeine.newBuilder()
                .ticker(ticker)
                .recordStats()
                .maximumWeight(config.cacheMax())
                .weigher((Scope scope, Held held) ->
                        Math.max(1, held.ring().keys().size()))
                .expireAfter(Expiry.writing(
                        (Scope scope, Held held) -> config.serveCachedFor().minusNanos(ticker.read() - held.readAt())))
                .build();
    }

    @Override
    public Uni<ScopeKey> current(Scope scope) {
        return backAtCaller(ring(scope).flatMap(ring -> orElse(ring.newest(), () -> make(scope))));
    }

    @Override
    public Uni<ScopeKey> find(Scope scope, KeyRef ref) {
        return backAtCaller(ring(scope).flatMap(ring -> orElse(ring.find(ref), () -> findStored(scope, ref))));
    }

    @Override
    public Uni<Void> shred(Scope scope) {
        return backAtCaller(stored.shred(scope).invoke(() -> cache.invalidate(scope)));
    }

    private Uni<ScopeKey> make(Scope scope) {
        return hold(scope, rings.make(scope))
                .map(made -> made.requireLiving().newest().orElseThrow());
    }

    /** The ring in memory may be older than the version asked for. */
    private Uni<ScopeKey> findStored(Scope scope, KeyRef ref) {
        return hold(scope, rings.read(scope))
                .map(read -> read.requireLiving().find(ref).orElseThrow(() -> Failure.notFound("key")));
    }

    private static <T> Uni<T> orElse(Optional<T> held, Supplier<Uni<T>> other) {
        return held.map(Uni.createFrom()::item).orElseGet(other);
    }

    /** Drops what changed; another vault may have shredded a scope, or made a newer version of its key. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        long asked = ticker.read();
        return stored.changes(OVERLAP.plusNanos(asked - confirmedAt))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .invoke(changes -> {
                    changes.forEach(this::drop);
                    confirmedAt = asked;
                })
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "The state of the scope keys cannot be read (%s); they are used for 60 s without it.",
                        fault.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void drop(StoredScopeKeys.Change change) {
        cache.asMap()
                .computeIfPresent(change.scope(), (scope, held) -> held.ring().reflects(change) ? held : null);
    }

    private Uni<KeyRing> ring(Scope scope) {
        return Uni.createFrom()
                .deferred(() -> {
                    var held = cache.getIfPresent(scope);
                    long now = ticker.read();
                    if (held == null || !isConfirmed(held, now)) {
                        return read(scope);
                    }
                    return now - held.rereadAt() < 0
                            ? Uni.createFrom().item(held.ring())
                            : read(scope).onFailure().recoverWithItem(() -> keepFor(scope, held, now));
                })
                .map(KeyRing::requireLiving);
    }

    private boolean isConfirmed(Held held, long now) {
        return now - held.readAt() < CONFIRMED_FOR || now - confirmedAt < CONFIRMED_FOR;
    }

    private KeyRing keepFor(Scope scope, Held held, long now) {
        cache.asMap().replace(scope, held, new Held(held.ring(), held.readAt(), now + RETRY_AFTER));
        return held.ring();
    }

    /** Joins whoever reads this ring already. */
    private Uni<KeyRing> read(Scope scope) {
        return reading.computeIfAbsent(scope, absent -> hold(scope, rings.read(scope))
                .onTermination()
                .invoke(() -> reading.remove(scope))
                .memoize()
                .indefinitely());
    }

    private Uni<KeyRing> hold(Scope scope, Uni<KeyRing> source) {
        return Uni.createFrom().deferred(() -> {
            long asked = ticker.read();
            return source.ifNoItem()
                    .after(PATIENCE)
                    .fail()
                    .invoke(ring -> {
                        if (ring.shredded() || !ring.keys().isEmpty()) {
                            cache.put(scope, new Held(ring, asked, asked + timeToLive()));
                        }
                    })
                    .onFailure()
                    .transform(fault -> unavailable(scope, fault));
        });
    }

    /** Whoever joined another's reading goes on in its own context: a database session is bound to that. */
    private static <T> Uni<T> backAtCaller(Uni<T> answer) {
        return Uni.createFrom().deferred(() -> {
            var caller = Vertx.currentContext();
            return caller == null
                    ? answer
                    : answer.emitOn(task -> {
                        if (Vertx.currentContext() == caller) {
                            task.run();
                        } else {
                            caller.runOnContext(nothing -> task.run());
                        }
                    });
        });
    }

    private static Failure unavailable(Scope scope, Throwable fault) {
        LOG.errorf(
                "The keys of %s cannot be had: %s",
                scope,
                fault instanceof IllegalStateException
                        ? fault.getMessage()
                        : fault.getClass().getName());
        return Failure.unavailable("The key of this workspace or app");
    }

    private long timeToLive() {
        long nanos = config.cacheTtl().toNanos();
        long tenth = nanos / 10;
        return nanos + ThreadLocalRandom.current().nextLong(-tenth, tenth + 1);
    }
}

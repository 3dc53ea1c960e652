package dev.grantkeeper.vault.access;

import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * One issuer's public keys (RFC 7517), fetched without blocking and kept for a while. A key id not seen before asks again,
 * at most every ten seconds, so that a rotation is noticed and made-up key ids cost the issuer nothing. Keys once had go on
 * while the issuer is away.
 */
final class Jwks {

    private static final Logger LOG = Logger.getLogger(Jwks.class);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    private static final Duration ASK_AGAIN_FOR_THE_FIRST = Duration.ofSeconds(1);

    private record Fetched(List<JsonWebKey> keys, Instant at) {

        /** A token without a key id is for any key. */
        boolean has(String keyId) {
            return keyId == null || keys.stream().anyMatch(key -> keyId.equals(key.getKeyId()));
        }
    }

    private final URI url;
    private final TokenClient client;
    private final InstantSource clock;
    private final AtomicReference<Uni<Fetched>> asking = new AtomicReference<>();
    private volatile Fetched fetched;
    private volatile Instant askedAt = Instant.EPOCH;

    Jwks(URI url, TokenClient client, InstantSource clock) {
        this.url = url;
        this.client = client;
        this.clock = clock;
    }

    /** @throws Failure UNAVAILABLE when no keys could be had yet */
    Uni<List<JsonWebKey>> keys(String keyId) {
        return Uni.createFrom().deferred(() -> {
            var have = fetched;
            if (have == null) {
                return isAsking() || !askedWithin(ASK_AGAIN_FOR_THE_FIRST)
                        ? ask().map(Fetched::keys)
                        : Uni.createFrom().failure(unavailable());
            }
            var enough = have.has(keyId)
                    ? clock.instant().isBefore(have.at.plus(FRESH)) || askedWithin(ASK_AGAIN)
                    : !isAsking() && askedWithin(ASK_AGAIN);
            return enough
                    ? Uni.createFrom().item(have.keys)
                    : ask().onFailure().recoverWithItem(have).map(Fetched::keys);
        });
    }

    private boolean isAsking() {
        return asking.get() != null;
    }

    private boolean askedWithin(Duration lately) {
        return clock.instant().isBefore(askedAt.plus(lately));
    }

    /** Whoever comes while the issuer is being asked waits for the same answer, and goes on in its own context. */
    private Uni<Fetched> ask() {
        var mine = Uni.createFrom()
                .deferred(this::fetch)
                .onTermination()
                .invoke(() -> asking.set(null))
                .memoize()
                .indefinitely();
        var running = asking.compareAndExchange(null, mine);
        var answer = running == null ? mine : running;
        var context = io.vertx.core.Vertx.currentContext();
        return context == null ? answer : answer.emitOn(MutinyHelper.executor(context));
    }

    private Uni<Fetched> fetch() {
        askedAt = clock.instant();
        return Uni.createFrom()
                .completionStage(() -> client.document(url).toCompletionStage())
                .map(document -> new Fetched(parse(document.encode()), clock.instant()))
                .invoke(keys -> fetched = keys)
                .onFailure()
                .transform(fault -> {
                    LOG.warnf("no keys from %s: %s", url, fault.getMessage());
                    return unavailable();
                });
    }

    private static Failure unavailable() {
        return Failure.unavailable("The token issuer's key set");
    }

    private static List<JsonWebKey> parse(String body) {
        try {
            return List.copyOf(new JsonWebKeySet(body).getJsonWebKeys());
        } catch (JoseException notKeys) {
            throw new IllegalStateException("not a JSON Web Key Set");
        }
    }
}

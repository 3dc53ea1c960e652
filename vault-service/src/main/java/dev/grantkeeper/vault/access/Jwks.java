package dev.grantkeeper.vault.access;

import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.WebClient;
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
 * at most every ten seconds, so that a rotation is noticed and made-up key ids cost the issuer nothing.
 */
final class Jwks {

    private static final Logger LOG = Logger.getLogger(Jwks.class);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private record Fetched(List<JsonWebKey> keys, Instant at) {}

    private final URI url;
    private final WebClient client;
    private final InstantSource clock;
    private final AtomicReference<Fetched> fetched = new AtomicReference<>();
    private final AtomicReference<Uni<Fetched>> fetching = new AtomicReference<>();

    Jwks(URI url, Vertx vertx, InstantSource clock) {
        this.url = url;
        this.client = WebClient.create(
                vertx, new WebClientOptions().setFollowRedirects(false).setMaxPoolSize(1));
        this.clock = clock;
    }

    /** @throws Failure UNAVAILABLE when no keys could be had yet */
    Uni<List<JsonWebKey>> keys(String keyId) {
        var context = io.vertx.core.Vertx.currentContext();
        return context == null ? find(keyId) : find(keyId).emitOn(MutinyHelper.executor(context));
    }

    /** Several callers may wait for one answer; each of them has to go on in its own context. */
    private Uni<List<JsonWebKey>> find(String keyId) {
        var have = fetched.get();
        if (have == null) {
            return fetch().map(Fetched::keys);
        }
        var age = Duration.between(have.at, clock.instant());
        var known = keyId == null || have.keys.stream().anyMatch(key -> keyId.equals(key.getKeyId()));
        if (age.compareTo(known ? FRESH : ASK_AGAIN) < 0) {
            return Uni.createFrom().item(have.keys);
        }
        return fetch().onFailure().recoverWithItem(have).map(Fetched::keys);
    }

    private Uni<Fetched> fetch() {
        var mine = Uni.createFrom()
                .deferred(this::ask)
                .onTermination()
                .invoke(() -> fetching.set(null))
                .memoize()
                .indefinitely();
        return fetching.compareAndSet(null, mine) ? mine : waitFor(fetching.get(), mine);
    }

    private static Uni<Fetched> waitFor(Uni<Fetched> running, Uni<Fetched> otherwise) {
        return running == null ? otherwise : running;
    }

    private Uni<Fetched> ask() {
        return client.getAbs(url.toString())
                .send()
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(response -> {
                    if (response.statusCode() != 200) {
                        throw new IllegalStateException("status " + response.statusCode());
                    }
                    var keys = new Fetched(parse(response.bodyAsString()), clock.instant());
                    fetched.set(keys);
                    return keys;
                })
                .onFailure()
                .transform(fault -> {
                    LOG.warnf("no keys from %s: %s", url, fault.getMessage());
                    return Failure.unavailable("The token issuer's key set");
                });
    }

    private static List<JsonWebKey> parse(String body) {
        try {
            return List.copyOf(new JsonWebKeySet(body).getJsonWebKeys());
        } catch (JoseException notKeys) {
            throw new IllegalStateException("not a JSON Web Key Set");
        }
    }
}

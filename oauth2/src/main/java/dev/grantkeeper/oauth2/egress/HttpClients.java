package dev.grantkeeper.oauth2.egress;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One client for calls without a certificate, and one for each certificate used lately, so that a handshake shows the
 * certificate of its own call and no other. Closing one ends its calls: what has to go does so once it has none.
 */
final class HttpClients {
    private final Function<Optional<ClientCertificate>, HttpClient> make;
    private final int most;
    private final HttpClient plain;
    private final Map<ClientCertificate, Certified> lately = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Certified> leaving = new HashSet<>();

    /** @param most how many certificates' clients are kept */
    HttpClients(Function<Optional<ClientCertificate>, HttpClient> make, int most) {
        this.make = make;
        this.most = most;
        this.plain = make.apply(Optional.empty());
    }

    <T> Future<T> use(Optional<ClientCertificate> certificate, Function<HttpClient, Future<T>> call) {
        if (certificate.isEmpty()) {
            return call.apply(plain);
        }
        Certified client = take(certificate.get());
        return call.apply(client.http).onComplete(done -> release(client));
    }

    synchronized void close() {
        plain.close();
        lately.values().forEach(client -> client.http.close());
        leaving.forEach(client -> client.http.close());
    }

    private synchronized Certified take(ClientCertificate certificate) {
        Certified client = lately.computeIfAbsent(certificate, shown -> new Certified(make.apply(Optional.of(shown))));
        client.calls++;
        if (lately.size() > most) {
            Certified eldest = lately.remove(lately.keySet().iterator().next());
            leaving.add(eldest);
            closeIfIdle(eldest);
        }
        return client;
    }

    private synchronized void release(Certified client) {
        client.calls--;
        closeIfIdle(client);
    }

    private void closeIfIdle(Certified client) {
        if (client.calls == 0 && leaving.remove(client)) {
            client.http.close();
        }
    }

    private static final class Certified {
        private final HttpClient http;
        private int calls;

        private Certified(HttpClient http) {
            this.http = http;
        }
    }
}

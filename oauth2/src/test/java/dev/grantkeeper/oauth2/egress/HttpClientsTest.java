package dev.grantkeeper.oauth2.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpClientsTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<HttpClient> made = new ArrayList<>();
    private final HttpClients clients = new HttpClients(this::make, 2);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void use_sameCertificate_isTheSameClient() {
        call("a");
        call("b");
        call("a");
        clients.use(Optional.empty(), http -> Future.succeededFuture());

        // The one without a certificate is there from the start.
        assertThat(made).hasSize(3);
    }

    @Test
    void use_moreCertificatesThanAreKept_closesTheOneNotUsedForLongest() {
        call("a");
        call("b");
        call("a");
        call("c");

        assertThat(made.stream().map(HttpClientsTest::isClosed)).containsExactly(false, false, true, false);
    }

    @Test
    void use_callUnderWay_keepsItsClientOpenUntilItsEnd() {
        Promise<Void> first = Promise.promise();
        Promise<Void> second = Promise.promise();
        clients.use(certificate("a"), http -> first.future());
        clients.use(certificate("a"), http -> second.future());
        call("b");
        call("c");

        first.complete();
        assertThat(isClosed(made.get(1))).isFalse();
        second.fail("lost");
        assertThat(isClosed(made.get(1))).isTrue();
    }

    @Test
    void use_certificateAgainAfterItsClientLeft_isANewClient() {
        Promise<Void> first = Promise.promise();
        clients.use(certificate("a"), http -> first.future());
        call("b");
        call("c");
        call("a");

        first.complete();
        assertThat(isClosed(made.get(1))).isTrue();
        assertThat(isClosed(made.get(4))).isFalse();
    }

    @Test
    void close_closesAllAndThoseThatAreLeavingToo() {
        clients.use(certificate("a"), http -> Promise.promise().future());
        call("b");
        call("c");

        clients.close();

        assertThat(made).hasSize(4).allMatch(HttpClientsTest::isClosed);
    }

    private void call(String name) {
        clients.use(certificate(name), http -> Future.succeededFuture());
    }

    private static Optional<ClientCertificate> certificate(String name) {
        return Optional.of(new ClientCertificate(name, "key of " + name));
    }

    private HttpClient make(Optional<ClientCertificate> certificate) {
        made.add(vertx.createHttpClient());
        return made.get(made.size() - 1);
    }

    private static boolean isClosed(HttpClient http) {
        try {
            http.request(HttpMethod.GET, 1, "127.0.0.1", "/");
            return false;
        } catch (IllegalStateException closed) {
            return true;
        }
    }
}

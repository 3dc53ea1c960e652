package dev.grantkeeper.system.machine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A service process and the address it listens on. */
public record Node(Program program, URI address) {

    private static final Duration ONE_ANSWER = Duration.ofSeconds(2);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ONE_ANSWER)
            .build();

    /** Its address once its health says ready. */
    Optional<URI> ready() {
        var request = HttpRequest.newBuilder(address.resolve("/q/health/ready"))
                .timeout(ONE_ANSWER)
                .build();
        return status(request) == 200 ? Optional.of(address) : Optional.empty();
    }

    private static int status(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

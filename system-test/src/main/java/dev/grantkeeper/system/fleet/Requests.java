package dev.grantkeeper.system.fleet;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Requests of many people over few connections. Nothing is followed and no cookie kept unless whoever asks does so. */
final class Requests {

    private static final Duration ONE_ANSWER = Duration.ofSeconds(20);

    /** An answer, without secrets when printed. */
    record Reply(String call, HttpResponse<String> answer) {

        Reply expect(int status) {
            if (answer.statusCode() != status) {
                throw new IllegalStateException(this + " instead of " + status);
            }
            return this;
        }

        String header(String name) {
            return answer.headers()
                    .firstValue(name)
                    .orElseThrow(() -> new IllegalStateException(call + " answered without " + name));
        }

        /** Adds name and value of the cookie that was set to those at hand. */
        void keepCookie(Map<String, String> cookies) {
            String pair = header("Set-Cookie").split(";", 2)[0];
            int equals = pair.indexOf('=');
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }

        String body() {
            return answer.body();
        }

        @Override
        public String toString() {
            return call + " answered " + answer.statusCode();
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Reply get(URI uri, Map<String, String> cookies) {
        var request = HttpRequest.newBuilder(uri).GET();
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(joining("; ")));
        }
        return send(request);
    }

    /** With a bearer token, and {@code {}} for a body where the method has one. */
    Reply authorized(String method, URI uri, String token) {
        boolean withBody = method.equals("POST");
        return send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, withBody ? BodyPublishers.ofString("{}") : BodyPublishers.noBody()));
    }

    private Reply send(HttpRequest.Builder builder) {
        var request = builder.timeout(ONE_ANSWER).build();
        String call = request.method() + " " + request.uri().getPath();
        try {
            return new Reply(call, client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(call + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

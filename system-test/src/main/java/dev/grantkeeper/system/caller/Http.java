package dev.grantkeeper.system.caller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** Calls that say on failure which call it was, without what it carried. */
public final class Http {

    private static final Duration ONE_ANSWER = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;

    public Http() {
        this.client = settings().build();
    }

    Http(CookieHandler cookies) {
        this.client = settings().cookieHandler(cookies).build();
    }

    /** Who proves itself by Basic (RFC 6749 section 2.3.1). */
    public static String basic(String clientId, String secret) {
        String pair = encode(clientId) + ":" + encode(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    static HttpClient.Builder settings() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER);
    }

    public Answer get(URI uri, String authorization) {
        return send("GET", uri, authorization, null, "");
    }

    public Answer sendJson(String method, URI uri, String authorization, Object body) {
        return send(method, uri, authorization, "application/json", write(body));
    }

    public Answer postForm(URI uri, String authorization, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(joining("&"));
        return send("POST", uri, authorization, "application/x-www-form-urlencoded", form);
    }

    /**
     * @param authorization empty for none
     * @param contentType null for none
     * @param body empty for none
     */
    public Answer send(String method, URI uri, String authorization, String contentType, String body) {
        var request = HttpRequest.newBuilder(uri)
                .timeout(ONE_ANSWER)
                .header("Accept", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        String call = method + " " + uri.getPath();
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(call, answer.statusCode(), read(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(call + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static JsonNode read(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    /** For a form or a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** What {@link #encode} made of it. */
    public static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}

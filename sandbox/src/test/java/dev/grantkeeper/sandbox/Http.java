package dev.grantkeeper.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the sandbox over real HTTP, as any program would. */
public final class Http {

    /** An answer, its body read as JSON. */
    public record Answer(int status, JsonNode json, HttpResponse<String> raw) {}

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final String origin;

    public Http(String origin) {
        this.origin = origin;
    }

    public URI uri(String path) {
        return URI.create(origin + path);
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    public Answer postJson(String path, String authorization, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(body)));
    }

    /** @param authorization empty for none */
    public Answer postForm(String path, String authorization, Map<String, String> fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(fields)));
        return send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    public static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(UTF_8));
    }

    public static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(joining("&"));
    }

    private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> raw = CLIENT.send(request.build(), BodyHandlers.ofString());
        boolean json = raw.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(raw.statusCode(), json ? JSON.readTree(raw.body()) : JSON.nullNode(), raw);
    }
}

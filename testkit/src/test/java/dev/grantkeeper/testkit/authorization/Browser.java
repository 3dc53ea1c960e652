package dev.grantkeeper.testkit.authorization;

import static java.util.stream.Collectors.joining;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** A client of the server, by the JDK's HTTP client: nothing of the code under test in it. */
final class Browser {

    static final String REDIRECT_URI = "http://127.0.0.1:1/callback";
    static final Client CONFIDENTIAL = Client.confidential("app", "p:ss wörd", REDIRECT_URI);
    static final Client PUBLIC = Client.publicClient("spa", REDIRECT_URI);

    /** The pair of RFC 7636 appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ScriptableAuthorizationServer server;

    Browser(ScriptableAuthorizationServer server) {
        this.server = server;
    }

    /** The query parameters of the redirect that answers this authorization request. */
    Map<String, String> authorize(Map<String, String> changes) throws Exception {
        var asked = new TreeMap<>(Map.of(
                "response_type", "code",
                "client_id", "app",
                "redirect_uri", REDIRECT_URI,
                "scope", "read write",
                "state", "a state&more",
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256"));
        asked.putAll(changes);
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(server.uri(Endpoint.AUTHORIZATION) + "?" + encoded(asked)))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 302) {
            return Map.of("status", Integer.toString(answer.statusCode()));
        }
        var location = URI.create(answer.headers().firstValue("Location").orElseThrow());
        return Protocol.form(location.getRawQuery());
    }

    JsonObject connect(Map<String, String> changes) throws Exception {
        return json(redeem(authorize(changes).get("code"), Map.of()));
    }

    HttpResponse<String> redeem(String code, Map<String, String> changes) throws Exception {
        var form = new TreeMap<>(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", REDIRECT_URI,
                "code_verifier", VERIFIER));
        form.putAll(changes);
        return post(Endpoint.TOKEN, form);
    }

    HttpResponse<String> refresh(String token) throws Exception {
        return post(Endpoint.TOKEN, Map.of("grant_type", "refresh_token", "refresh_token", token));
    }

    boolean active(String token) throws Exception {
        return json(post(Endpoint.INTROSPECTION, Map.of("token", token))).getBoolean("active");
    }

    /** Posts as the confidential client, by Basic. */
    HttpResponse<String> post(Endpoint endpoint, Map<String, String> form) throws Exception {
        String pair =
                encode(CONFIDENTIAL.id()) + ":" + encode(CONFIDENTIAL.secret().orElseThrow());
        String header = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return send(endpoint, form, Map.of("Authorization", header));
    }

    HttpResponse<String> send(Endpoint endpoint, Map<String, String> form, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.uri(endpoint))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)));
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    static String error(HttpResponse<String> answer) {
        return answer.statusCode() + " " + json(answer).getString("error");
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(joining("&"));
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

package dev.grantkeeper.sandbox.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.grantkeeper.sandbox.Http;
import dev.grantkeeper.sandbox.Http.Answer;
import dev.grantkeeper.sandbox.ProviderUser;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The provider's one client, doing what a connections vault does. */
final class App {

    static final URI CALLBACK = URI.create("http://127.0.0.1:9/v1/callback/email-sequencer");
    static final String CREDENTIALS = Http.basic("email-sequencer", "client-secret-1");

    private static final String VERIFIER = "a-verifier-of-at-least-43-characters-0123456789";

    private final Http http;

    App(Http http) {
        this.http = http;
    }

    Answer connect(ProviderUser user) throws Exception {
        String code = query(user.authorize(link(), CALLBACK)).get("code");
        return token(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                CALLBACK.toString(),
                "code_verifier",
                VERIFIER));
    }

    Answer refresh(String refreshToken) throws Exception {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    Answer token(Map<String, String> fields) throws Exception {
        return http.postForm("/oauth2/token", CREDENTIALS, fields);
    }

    boolean isActive(String token) throws Exception {
        return http.postForm("/oauth2/introspect", CREDENTIALS, Map.of("token", token))
                .json()
                .get("active")
                .booleanValue();
    }

    Answer addProspect(String accessToken) throws Exception {
        return http.postJson(
                "/api/v1/sequences",
                "Bearer " + accessToken,
                "{\"email\":\"grace@example.com\",\"sequenceId\":7,\"mailboxId\":11}");
    }

    URI link() throws Exception {
        byte[] challenge = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(US_ASCII));
        return link(Map.of(
                "code_challenge",
                Base64.getUrlEncoder().withoutPadding().encodeToString(challenge),
                "code_challenge_method",
                "S256"));
    }

    URI link(Map<String, String> more) {
        Map<String, String> fields = new TreeMap<>(more);
        fields.put("response_type", "code");
        fields.put("client_id", "email-sequencer");
        fields.put("redirect_uri", CALLBACK.toString());
        fields.put("scope", "sequences.read sequences.write");
        fields.put("state", "state-1");
        return http.uri("/oauth2/authorize?" + Http.encode(fields));
    }

    static Map<String, String> query(URI uri) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : uri.getQuery().split("&")) {
            fields.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return fields;
    }
}

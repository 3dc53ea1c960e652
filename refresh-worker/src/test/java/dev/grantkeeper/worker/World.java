package dev.grantkeeper.worker;

import dev.grantkeeper.testkit.EmbeddedKafka;
import dev.grantkeeper.testkit.KafkaServer;
import dev.grantkeeper.testkit.authorization.Client;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Rotation;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything around a worker, real but for the vault: Kafka, a provider with strict rotation, the platform's issuer. */
public final class World implements AutoCloseable {
    static final String CLIENT_ID = "app";
    static final String CLIENT_SECRET = "the-provider-client-secret";

    private static final String REDIRECT_URI = "https://vault.test/callback";

    private final ScriptableAuthorizationServer issuer = ScriptableAuthorizationServer.start(
            InstantSource.system(), Client.confidential("worker", "the-worker-secret"));
    private final ScriptableAuthorizationServer provider = ScriptableAuthorizationServer.start(
            InstantSource.system(), Client.confidential(CLIENT_ID, CLIENT_SECRET, REDIRECT_URI));
    private final EmbeddedKafka kafka = EmbeddedKafka.startTemporary(0);
    private final FakeVault vault =
            new FakeVault(token -> issuer.issuedSecrets().contains(token));

    World() {
        provider.rotation(Rotation.strict());
        kafka.server()
                .createTopics(
                        KafkaServer.topic("grantkeeper.token.expiring", 3, "delete", Map.of()),
                        KafkaServer.topic("grantkeeper.token.expiring.dlq", 1, "delete", Map.of()),
                        KafkaServer.topic("grantkeeper.renewal.outcome", 1, "delete", Map.of()));
        vault.start();
    }

    /** What a worker must be told to live here. */
    Map<String, String> configuration() {
        return Map.of(
                "kafka.bootstrap.servers",
                kafka.server().bootstrapServers(),
                "grantkeeper.worker.vault.addresses",
                vault.addresses(),
                "grantkeeper.worker.vault.token-url",
                issuer.uri(Endpoint.TOKEN).toString(),
                "grantkeeper.worker.vault.client-id",
                "worker",
                "grantkeeper.worker.vault.client-secret",
                "the-worker-secret",
                "grantkeeper.worker.provider.loopback-http",
                "true");
    }

    public FakeVault vault() {
        return vault;
    }

    public ScriptableAuthorizationServer provider() {
        return provider;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public String settings() {
        return new JsonObject()
                .put("authorization_url", provider.uri(Endpoint.AUTHORIZATION).toString())
                .put("token_url", provider.uri(Endpoint.TOKEN).toString())
                .encode();
    }

    /** The refresh token of a new grant. */
    public String newGrant() {
        var verifier = "v".repeat(43);
        var form = Map.of(
                "response_type",
                "code",
                "client_id",
                CLIENT_ID,
                "redirect_uri",
                REDIRECT_URI,
                "code_challenge_method",
                "S256",
                "code_challenge",
                challenge(verifier));
        var authorize = HttpRequest.newBuilder(URI.create(provider.uri(Endpoint.AUTHORIZATION) + "?" + encode(form)));
        var location = send(authorize.build()).headers().firstValue("location").orElseThrow();
        var code = location.replaceFirst(".*[?&]code=([^&]*).*", "$1");
        var redeem = HttpRequest.newBuilder(provider.uri(Endpoint.TOKEN))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(Map.of(
                        "grant_type", "authorization_code",
                        "client_id", CLIENT_ID,
                        "client_secret", CLIENT_SECRET,
                        "redirect_uri", REDIRECT_URI,
                        "code_verifier", verifier,
                        "code", code))));
        return new JsonObject(send(redeem.build()).body()).getString("refresh_token");
    }

    @Override
    public void close() {
        vault.stop();
        kafka.close();
        provider.close();
        issuer.close();
    }

    private static java.net.http.HttpResponse<String> send(HttpRequest request) {
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}

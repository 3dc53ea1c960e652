package dev.grantkeeper.system.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * Mints access tokens (RFC 9068) for everyone who calls the vault, by the clock of this machine, and gives refresh workers
 * theirs by client credentials (RFC 6749 section 4.4). On loopback; thousands of tokens a second. Safe for use from many
 * threads.
 */
public final class TokenIssuer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String AUDIENCE = "grantkeeper";
    private static final Duration EXECUTION = Duration.ofMinutes(15);
    private static final Duration WORKER = Duration.ofMinutes(5);
    private static final Duration HUMAN = Duration.ofHours(1);

    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        var thread = new Thread(task, "token-issuer");
        thread.setDaemon(true);
        return thread;
    });
    private final EllipticCurveJsonWebKey key;
    private final Map<String, String> workers = new ConcurrentHashMap<>();

    private TokenIssuer(HttpServer http) throws JoseException {
        this.http = http;
        this.key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId(UUID.randomUUID().toString());
    }

    /** Starts on a free port, without workers. */
    public static TokenIssuer start() {
        try {
            var http = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), 0), 0);
            var issuer = new TokenIssuer(http);
            http.createContext("/jwks", issuer::keys);
            http.createContext("/token", issuer::token);
            http.setExecutor(issuer.threads);
            http.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException("cannot make a signing key", e);
        }
    }

    /** Allows a refresh worker to ask for tokens; the client id becomes their {@code sub}. */
    public void register(String clientId, String secret) {
        workers.put(clientId, secret);
    }

    /** The {@code iss} of its tokens. */
    public URI issuer() {
        return URI.create("http://" + HOST + ":" + http.getAddress().getPort());
    }

    public URI jwks() {
        return issuer().resolve("/jwks");
    }

    /** Where workers ask for theirs. */
    public URI tokenEndpoint() {
        return issuer().resolve("/token");
    }

    /** For one execution of the app, triggered by this user. Lives 15 minutes. */
    public String execution(String workspace, String app, String user) {
        return mint(
                user, EXECUTION, Map.of("workspace", workspace, "app", app, "user", user, "scope", "connections:read"));
    }

    /** For one execution of the app that no user triggered. Lives 15 minutes. */
    public String execution(String workspace, String app) {
        return mint(app, EXECUTION, Map.of("workspace", workspace, "app", app, "scope", "connections:read"));
    }

    /** For a person at the front end. @param role {@code member} or {@code admin} */
    public String person(String workspace, String user, String role) {
        return person(workspace, user, role, HUMAN);
    }

    /** As {@link #person(String, String, String)}, for as long as this. */
    public String person(String workspace, String user, String role, Duration life) {
        return mint(user, life, Map.of("workspace", workspace, "user", user, "role", role));
    }

    /** For the app's developer. */
    public String developer(String app) {
        return mint(app, HUMAN, Map.of("app", app, "scope", "apps:write"));
    }

    /** For whoever runs the vault. */
    public String operator() {
        return mint("operations", HUMAN, Map.of("scope", "vault:operate"));
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private String mint(String subject, Duration life, Map<String, String> more) {
        var claims = new JwtClaims();
        claims.setIssuer(issuer().toString());
        claims.setAudience(AUDIENCE);
        claims.setSubject(subject);
        claims.setJwtId(UUID.randomUUID().toString());
        var now = NumericDate.now();
        claims.setIssuedAt(now);
        claims.setExpirationTime(NumericDate.fromSeconds(now.getValue() + life.toSeconds()));
        more.forEach(claims::setStringClaim);
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setHeader("typ", "at+jwt");
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
    }

    private void keys(HttpExchange exchange) throws IOException {
        answer(exchange, 200, new JsonWebKeySet(key).toJson());
    }

    private void token(HttpExchange exchange) throws IOException {
        var form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        String id = form.getOrDefault("client_id", "");
        if (!isSecretOf(id, form.getOrDefault("client_secret", ""))) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
        } else if (!"client_credentials".equals(form.get("grant_type"))) {
            answer(exchange, 400, "{\"error\":\"unsupported_grant_type\"}");
        } else {
            answer(
                    exchange,
                    200,
                    "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
                            .formatted(mint(id, WORKER, Map.of("scope", "renewals")), WORKER.toSeconds()));
        }
    }

    private boolean isSecretOf(String id, String presented) {
        return Optional.ofNullable(workers.get(id))
                .filter(secret -> MessageDigest.isEqual(secret.getBytes(UTF_8), presented.getBytes(UTF_8)))
                .isPresent();
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        var body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static Map<String, String> form(String encoded) {
        var form = new HashMap<String, String>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return form;
    }
}

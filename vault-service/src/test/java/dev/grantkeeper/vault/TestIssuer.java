package dev.grantkeeper.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** A platform's token issuer: serves its key set on loopback, and mints good tokens and bad ones. */
public final class TestIssuer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final HttpServer http;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile EllipticCurveJsonWebKey key = newKey();
    private volatile boolean away;

    private TestIssuer(HttpServer http) {
        this.http = http;
    }

    public static TestIssuer start() {
        try {
            var http = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), 0), 0);
            var issuer = new TestIssuer(http);
            http.createContext("/jwks", issuer::serve);
            http.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        var keys = new JsonWebKeySet(key).toJson().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
        exchange.sendResponseHeaders(away ? 503 : 200, keys.length);
        try (var body = exchange.getResponseBody()) {
            body.write(keys);
        }
    }

    /** Signs with a new key from now on, and serves no other. */
    public void rotate() {
        key = newKey();
    }

    public void away(boolean away) {
        this.away = away;
    }

    /** How often the key set was asked for. */
    public int asked() {
        return asked.get();
    }

    public String keyId() {
        return key.getKeyId();
    }

    public URI uri() {
        return URI.create("http://" + HOST + ":" + http.getAddress().getPort());
    }

    public URI jwksUrl() {
        return uri().resolve("/jwks");
    }

    /** App code that runs, triggered by the user; null when no user did. */
    public Token execution(String workspace, String app, String user) {
        return token("execution-" + UUID.randomUUID())
                .with("workspace", workspace)
                .with("app", app)
                .with("user", user)
                .with("scope", "connections:read");
    }

    public Token member(String workspace, String user) {
        return person(workspace, user, "member");
    }

    public Token admin(String workspace, String user) {
        return person(workspace, user, "admin");
    }

    public Token developer(String app) {
        return token("developer").with("app", app).with("scope", "apps:write");
    }

    public Token worker(String id) {
        return token(id).with("scope", "renewals");
    }

    public Token operator(String id) {
        return token(id).with("scope", "vault:operate");
    }

    private Token person(String workspace, String user, String role) {
        return token(user).with("workspace", workspace).with("user", user).with("role", role);
    }

    private Token token(String subject) {
        var claims = new JwtClaims();
        claims.setIssuer(uri().toString());
        claims.setSubject(subject);
        claims.setAudience("grantkeeper");
        claims.setJwtId(UUID.randomUUID().toString());
        return new Token(claims, key).livingFor(Duration.ofMinutes(10));
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private static EllipticCurveJsonWebKey newKey() {
        try {
            var key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(UUID.randomUUID().toString());
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token in the making. */
    public static final class Token {

        private final JwtClaims claims;
        private final EllipticCurveJsonWebKey key;
        private final JsonWebSignature signature = new JsonWebSignature();

        private Token(JwtClaims claims, EllipticCurveJsonWebKey key) {
            this.claims = claims;
            this.key = key;
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            signature.setHeader("typ", "at+jwt");
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setKey(key.getPrivateKey());
        }

        /** Sets the claim, or takes it away if the value is null. */
        public Token with(String claim, Object value) {
            if (value == null) {
                claims.unsetClaim(claim);
            } else {
                claims.setClaim(claim, value);
            }
            return this;
        }

        public Token forAudiences(String... audiences) {
            claims.setAudience(List.of(audiences));
            return this;
        }

        /** Issued now and good for this long; for a negative time, expired that long ago. */
        public Token livingFor(Duration life) {
            var now = Instant.now();
            var issued = life.isNegative() ? now.plus(life).minusSeconds(60) : now;
            claims.setIssuedAt(NumericDate.fromMilliseconds(issued.toEpochMilli()));
            claims.setExpirationTime(NumericDate.fromMilliseconds(now.plus(life).toEpochMilli()));
            return this;
        }

        public Token ofType(String typ) {
            signature.setHeader("typ", typ);
            return this;
        }

        /** With {@code alg: none}. */
        public Token unsigned() {
            signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
            signature.setKey(null);
            return this;
        }

        /** The public key taken for a shared secret (RFC 8725 section 2.1). */
        public Token confused() {
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            signature.setKey(new HmacKey(key.getPublicKey().getEncoded()));
            return this;
        }

        /** With the key id of a key that nobody has. */
        public Token ofKey(String keyId) {
            signature.setKeyIdHeaderValue(keyId);
            return this;
        }

        /** Signed by a key that is not in the key set, under the id of one that is. */
        public Token forged() {
            signature.setKey(newKey().getPrivateKey());
            return this;
        }

        public String mint() {
            try {
                signature.setPayload(claims.toJson());
                return signature.getCompactSerialization();
            } catch (JoseException e) {
                throw new IllegalStateException(e);
            }
        }

        /** As the Authorization header carries it. */
        public String bearer() {
            return "Bearer " + mint();
        }
    }
}

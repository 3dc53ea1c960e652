package dev.grantkeeper.oauth2;

import dev.grantkeeper.oauth2.SigningKey.Algorithm;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How the client proves itself by a key: a signed JWT in place of a secret (RFC 7523 section 2.2, {@code private_key_jwt} of
 * OpenID Connect Core section 9). The key takes the secret's place, as PKCS#8 in PEM (RFC 7468 section 10).
 *
 * @param keyId {@code kid}, where the provider knows several keys
 * @param audience {@code aud}; the token endpoint, unless stated
 * @param algorithm what fits the key, unless stated
 */
record ClientAssertion(Optional<String> keyId, Optional<String> audience, Optional<Algorithm> algorithm) {
    static final ClientAssertion STANDARD = new ClientAssertion(Optional.empty(), Optional.empty(), Optional.empty());

    static final Set<String> FIELDS = Set.of("assertion_key_id", "assertion_audience", "assertion_algorithm");
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final Map<String, Algorithm> ALGORITHMS =
            new TreeMap<>(Map.of("RS256", Algorithm.RS256, "PS256", Algorithm.PS256, "ES256", Algorithm.ES256));
    /** Long enough for a clock that is off, short enough that a copy is of no use. */
    private static final Duration LIFE = Duration.ofMinutes(1);

    private static final int LONGEST = 2048;

    ClientAssertion {
        keyId.ifPresent(text -> checkText("assertion_key_id", text));
        audience.ifPresent(text -> checkText("assertion_audience", text));
    }

    static ClientAssertion read(JsonFields fields) {
        return new ClientAssertion(
                fields.text("assertion_key_id"),
                fields.text("assertion_audience"),
                fields.choice("assertion_algorithm", ALGORITHMS));
    }

    void write(SettingsWriter json) {
        keyId.ifPresent(text -> json.put("assertion_key_id", text));
        audience.ifPresent(text -> json.put("assertion_audience", text));
        algorithm.ifPresent(name -> json.put("assertion_algorithm", name.name()));
    }

    /** @throws InvalidSettings naming {@code client_secret}, unless it is a key that can sign as stated */
    void check(Token key) {
        SigningKey.read(key, algorithm).check();
    }

    /**
     * A JWT that is good once, for a minute.
     *
     * @throws InvalidSettings as {@link #check}
     */
    String sign(Token key, String clientId, String tokenUrl, Instant now) {
        JsonObject header = new JsonObject();
        keyId.ifPresent(id -> header.put("kid", id));
        JsonObject claims = new JsonObject()
                .put("iss", clientId)
                .put("sub", clientId)
                .put("aud", audience.orElse(tokenUrl))
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond());
        return SigningKey.read(key, algorithm).jwt(header, claims);
    }

    private static void checkText(String field, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new InvalidSettings(field, field + " must be 1 to " + LONGEST + " characters");
        }
    }
}

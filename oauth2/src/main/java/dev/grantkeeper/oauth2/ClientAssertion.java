package dev.grantkeeper.oauth2;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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

    private static final int LEAST_RSA_BITS = 2048;
    private static final int P256_BITS = 256;
    private static final int LONGEST = 2048;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** RFC 7518 section 3.1. */
    enum Algorithm {
        RS256("RSA", "SHA256withRSA", null),
        PS256("RSA", "RSASSA-PSS", new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1)),
        ES256("EC", "SHA256withECDSAinP1363Format", null);

        private final String keys;
        private final String signature;
        private final AlgorithmParameterSpec parameters;

        Algorithm(String keys, String signature, AlgorithmParameterSpec parameters) {
            this.keys = keys;
            this.signature = signature;
            this.parameters = parameters;
        }
    }

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
        signer(key).sign(new byte[0]);
    }

    /**
     * A JWT that is good once, for a minute.
     *
     * @throws InvalidSettings as {@link #check}
     */
    String sign(Token key, String clientId, String tokenUrl, Instant now) {
        Signer signer = signer(key);
        JsonObject header = new JsonObject().put("alg", signer.algorithm.name()).put("typ", "JWT");
        keyId.ifPresent(id -> header.put("kid", id));
        JsonObject claims = new JsonObject()
                .put("iss", clientId)
                .put("sub", clientId)
                .put("aud", audience.orElse(tokenUrl))
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond());
        String signed = encoded(header) + "." + encoded(claims);
        return signed + "." + BASE64URL.encodeToString(signer.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private record Signer(PrivateKey key, Algorithm algorithm) {
        byte[] sign(byte[] text) {
            try {
                Signature signature = Signature.getInstance(algorithm.signature);
                if (algorithm.parameters != null) {
                    signature.setParameter(algorithm.parameters);
                }
                signature.initSign(key);
                signature.update(text);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                // What it says may describe the key.
                throw unusable("cannot sign with " + algorithm);
            }
        }
    }

    private Signer signer(Token pem) {
        PrivateKey key = key(pem.reveal());
        Algorithm fitting = key instanceof ECPrivateKey ? Algorithm.ES256 : Algorithm.RS256;
        Algorithm chosen = algorithm.orElse(fitting);
        if (!chosen.keys.equals(key.getAlgorithm())) {
            throw unusable("is no key for " + chosen + ", which assertion_algorithm states");
        }
        return new Signer(key, chosen);
    }

    private static PrivateKey key(String pem) {
        return PrivateKeyPem.read(pem)
                .filter(ClientAssertion::isStrong)
                .orElseThrow(() -> unusable("must be an RSA key of at least " + LEAST_RSA_BITS
                        + " bits or an EC key on P-256, in PEM, PKCS#8: -----BEGIN PRIVATE KEY-----"));
    }

    private static boolean isStrong(PrivateKey key) {
        return key instanceof RSAPrivateKey rsa
                ? rsa.getModulus().bitLength() >= LEAST_RSA_BITS
                : ((ECPrivateKey) key).getParams().getOrder().bitLength() == P256_BITS;
    }

    private static String encoded(JsonObject part) {
        return BASE64URL.encodeToString(part.toBuffer().getBytes());
    }

    private static InvalidSettings unusable(String why) {
        return new InvalidSettings("client_secret", "client_secret " + why);
    }

    private static void checkText(String field, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new InvalidSettings(field, field + " must be 1 to " + LONGEST + " characters");
        }
    }
}

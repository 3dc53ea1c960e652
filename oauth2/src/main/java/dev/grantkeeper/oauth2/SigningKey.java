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
import java.util.Base64;
import java.util.Optional;

/** A client's private key, and what it signs with (RFC 7518 section 3.1). Does not print. */
public final class SigningKey {
    private static final int LEAST_RSA_BITS = 2048;
    /** To sign with a longer one takes a thread for seconds. */
    static final int MOST_RSA_BITS = 4096;

    private static final int P256_BITS = 256;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** RFC 7518 section 3.1. */
    public enum Algorithm {
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

    private final PrivateKey key;
    private final Algorithm algorithm;

    private SigningKey(PrivateKey key, Algorithm algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    /**
     * @param pem PKCS#8 in PEM (RFC 7468 section 10)
     * @param stated what fits the key, unless stated
     * @throws InvalidSettings naming {@code client_secret}, unless it is a strong key for the algorithm
     */
    public static SigningKey read(Token pem, Optional<Algorithm> stated) {
        PrivateKey key = PrivateKeyPem.read(pem.reveal())
                .filter(SigningKey::isStrong)
                .orElseThrow(() -> unusable("must be an RSA key of " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS
                        + " bits or an EC key on P-256, in PEM, PKCS#8: -----BEGIN PRIVATE KEY-----"));
        Algorithm chosen = stated.orElse(key instanceof ECPrivateKey ? Algorithm.ES256 : Algorithm.RS256);
        if (!chosen.keys.equals(key.getAlgorithm())) {
            throw unusable("is no key for " + chosen);
        }
        return new SigningKey(key, chosen);
    }

    /**
     * A signed JWT (RFC 7519) in compact form.
     *
     * @param header beside {@code alg} and {@code typ}
     */
    public String jwt(JsonObject header, JsonObject claims) {
        JsonObject whole =
                new JsonObject().put("alg", algorithm.name()).put("typ", "JWT").mergeIn(header);
        String signed = encoded(whole) + "." + encoded(claims);
        return signed + "." + BASE64URL.encodeToString(sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    /** @throws InvalidSettings naming {@code client_secret}, if this JRE cannot sign with it */
    void check() {
        sign(new byte[0]);
    }

    private byte[] sign(byte[] text) {
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

    private static boolean isStrong(PrivateKey key) {
        return key instanceof RSAPrivateKey rsa
                ? rsa.getModulus().bitLength() >= LEAST_RSA_BITS
                        && rsa.getModulus().bitLength() <= MOST_RSA_BITS
                : ((ECPrivateKey) key).getParams().getOrder().bitLength() == P256_BITS;
    }

    private static String encoded(JsonObject part) {
        return BASE64URL.encodeToString(part.toBuffer().getBytes());
    }

    private static InvalidSettings unusable(String why) {
        return new InvalidSettings("client_secret", "client_secret " + why);
    }
}

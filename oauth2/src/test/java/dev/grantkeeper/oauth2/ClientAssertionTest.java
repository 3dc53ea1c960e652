package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientAssertionTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String TOKEN_URL = "https://p.example/token";
    private static final KeyPair RSA = generate("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    private static final KeyPair EC = generate("EC", new ECGenParameterSpec("secp256r1"));

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"RSA, , RS256", "RSA, RS256, RS256", "RSA, PS256, PS256", "EC, , ES256", "EC, ES256, ES256"})
    void sign_key_isVerifiedByItsPublicHalf(String keys, String stated, String algorithm) throws Exception {
        KeyPair pair = keys.equals("RSA") ? RSA : EC;
        var assertion = new ClientAssertion(
                Optional.of("key-7"),
                Optional.empty(),
                Optional.ofNullable(stated).map(SigningKey.Algorithm::valueOf));

        String[] jwt = assertion.sign(pem(pair), "the-client", TOKEN_URL, NOW).split("\\.");

        assertThat(decoded(jwt[0]))
                .isEqualTo(
                        new JsonObject().put("alg", algorithm).put("typ", "JWT").put("kid", "key-7"));
        JsonObject claims = decoded(jwt[1]);
        assertThat(claims.getString("iss")).isEqualTo("the-client");
        assertThat(claims.getString("sub")).isEqualTo("the-client");
        assertThat(claims.getString("aud")).isEqualTo(TOKEN_URL);
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(60);
        assertThat(claims.getLong("iat")).isEqualTo(NOW.getEpochSecond());
        assertThat(verifies(algorithm, pair, jwt)).isTrue();
    }

    @Test
    void sign_twice_isNeverTheSameAssertion() {
        var ids = Stream.generate(() -> ClientAssertion.STANDARD.sign(pem(EC), "the-client", TOKEN_URL, NOW))
                .limit(10)
                .map(jwt -> decoded(jwt.split("\\.")[1]).getString("jti"));

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void sign_audienceStated_isUsedAndThereIsNoKeyId() {
        var assertion = new ClientAssertion(Optional.empty(), Optional.of("https://p.example"), Optional.empty());

        String[] jwt = assertion.sign(pem(EC), "the-client", TOKEN_URL, NOW).split("\\.");

        assertThat(decoded(jwt[0]).containsKey("kid")).isFalse();
        assertThat(decoded(jwt[1]).getString("aud")).isEqualTo("https://p.example");
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void check_noKeyThatWillDo_refusedWithoutRepeatingIt(String secret) {
        assertThatThrownBy(() -> ClientAssertion.STANDARD.check(Token.of(secret)))
                .isInstanceOfSatisfying(InvalidSettings.class, fault -> assertThat(fault.field())
                        .isEqualTo("client_secret"))
                .hasMessageContaining("PKCS#8")
                .hasMessageNotContaining(secret.substring(secret.length() / 2));
    }

    private static Stream<String> unusable() {
        return Stream.of(
                "a plain secret of a client",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                pem(RSA).reveal().replace("PRIVATE", "RSA PRIVATE"),
                pem(generate("RSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4)))
                        .reveal(),
                pem(generate("EC", new ECGenParameterSpec("secp384r1"))).reveal());
    }

    @Test
    void check_algorithmOfAnotherKindOfKey_refused() {
        var assertion =
                new ClientAssertion(Optional.empty(), Optional.empty(), Optional.of(SigningKey.Algorithm.PS256));

        assertThatThrownBy(() -> assertion.check(pem(EC)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("PS256");
    }

    static Token pem(KeyPair pair) {
        return Token.of("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    }

    static KeyPair generate(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException everyJreHasIt) {
            throw new IllegalStateException(everyJreHasIt);
        }
    }

    private static boolean verifies(String algorithm, KeyPair pair, String[] jwt) throws GeneralSecurityException {
        var signature =
                switch (algorithm) {
                    case "RS256" -> Signature.getInstance("SHA256withRSA");
                    case "PS256" -> Signature.getInstance("RSASSA-PSS");
                    default -> Signature.getInstance("SHA256withECDSAinP1363Format");
                };
        if (algorithm.equals("PS256")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initVerify(pair.getPublic());
        signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(jwt[2]));
    }

    private static JsonObject decoded(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }
}

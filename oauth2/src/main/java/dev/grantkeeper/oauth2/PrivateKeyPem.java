package dev.grantkeeper.oauth2;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** A client's private key: PKCS#8 in PEM (RFC 7468 section 10). */
final class PrivateKeyPem {
    /** An RSA key of 4,096 bits has 3,300 characters. */
    private static final int LONGEST = 8192;

    private PrivateKeyPem() {}

    /** An RSA or EC key, of any strength. */
    static Optional<PrivateKey> read(String pem) {
        if (pem.length() > LONGEST) {
            return Optional.empty();
        }
        String base64 = pem.replaceFirst("^\\s*-----BEGIN PRIVATE KEY-----", "")
                .replaceFirst("-----END PRIVATE KEY-----\\s*$", "");
        try {
            return parsed(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<PrivateKey> parsed(byte[] der) {
        return Stream.of("RSA", "EC")
                .map(algorithm -> parsed(algorithm, der))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<PrivateKey> parsed(String algorithm, byte[] der) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }
}

package dev.grantkeeper.oauth2;

import dev.grantkeeper.oauth2.egress.ClientCertificate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the client proves itself in the TLS handshake (RFC 8705 section 2). In the secret's place stand, in PEM and in any order of
 * key and certificates: the private key (PKCS#8), its certificate, and those that vouch for it, each after the one it signed.
 */
final class CertifiedKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (CERTIFICATE|PRIVATE KEY)-----[A-Za-z0-9+/=\\s]++-----END \\1-----");
    private static final int MOST_CERTIFICATES = 10;
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 256;

    private final List<String> certificates;
    private final String key;

    private CertifiedKey(List<String> certificates, String key) {
        this.certificates = certificates;
        this.key = key;
    }

    /** @throws InvalidSettings naming {@code client_secret}, unless there is a key with certificates */
    static CertifiedKey read(Token pem) {
        List<String> blocks =
                BLOCK.matcher(pem.reveal()).results().map(MatchResult::group).toList();
        List<String> keys =
                blocks.stream().filter(block -> block.contains("PRIVATE KEY")).toList();
        List<String> certificates =
                blocks.stream().filter(block -> !block.contains("PRIVATE KEY")).toList();
        if (keys.size() != 1 || certificates.isEmpty() || certificates.size() > MOST_CERTIFICATES) {
            throw unusable("must be one private key and 1 to " + MOST_CERTIFICATES
                    + " certificates in PEM: -----BEGIN PRIVATE KEY-----, PKCS#8, and -----BEGIN CERTIFICATE-----");
        }
        return new CertifiedKey(certificates, keys.get(0));
    }

    /** To be shown in handshakes. */
    ClientCertificate certificate() {
        return new ClientCertificate(certificates.stream().collect(Collectors.joining("\n", "", "\n")), key + "\n");
    }

    /** @throws InvalidSettings naming {@code client_secret}, unless the first certificate is of the key, which is strong enough */
    void check() {
        PrivateKey own = PrivateKeyPem.read(key)
                .filter(CertifiedKey::isStrong)
                .orElseThrow(
                        () -> unusable("must have an RSA key of " + LEAST_RSA_BITS + " to " + SigningKey.MOST_RSA_BITS
                                + " bits or an EC key of at least " + LEAST_EC_BITS + ", in PEM, PKCS#8"));
        List<X509Certificate> parsed =
                certificates.stream().map(CertifiedKey::parsed).toList();
        if (!isOf(own, parsed.get(0))) {
            throw unusable("must have the certificate of its private key before all other certificates");
        }
    }

    private static boolean isStrong(PrivateKey key) {
        return key instanceof RSAKey rsa
                ? rsa.getModulus().bitLength() >= LEAST_RSA_BITS
                        && rsa.getModulus().bitLength() <= SigningKey.MOST_RSA_BITS
                : key instanceof ECKey ec && ec.getParams().getOrder().bitLength() >= LEAST_EC_BITS;
    }

    private static X509Certificate parsed(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException malformed) {
            throw unusable("has a certificate that cannot be read");
        }
    }

    private static boolean isOf(PrivateKey key, X509Certificate certificate) {
        boolean alike = key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm());
        boolean otherModulus = key instanceof RSAKey rsa
                && certificate.getPublicKey() instanceof RSAKey shown
                && !rsa.getModulus().equals(shown.getModulus());
        if (!alike || otherModulus) {
            return false;
        }
        try {
            byte[] text = new byte[32];
            Signature signature = Signature.getInstance(key instanceof RSAKey ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException differing) {
            return false;
        }
    }

    private static InvalidSettings unusable(String why) {
        return new InvalidSettings("client_secret", "client_secret " + why);
    }
}

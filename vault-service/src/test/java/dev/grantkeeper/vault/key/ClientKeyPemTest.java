package dev.grantkeeper.vault.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.envelope.Secret;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeyPemTest {

    @Test
    void pkcs8_rsaKeyAsGitHubHandsItOut_isTheSameKey() throws Exception {
        var pair = generate("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));

        assertThat(decoded("RSA", ClientKeyPem.pkcs8(Secret.ofUtf8(older("RSA", pair)))))
                .isEqualTo(pair.getPrivate());
    }

    @Test
    void pkcs8_ecKeyAsOpensslMakesIt_isTheSameKey() throws Exception {
        var pair = generate("EC", new ECGenParameterSpec("secp256r1"));
        // SEC 1 keys state their curve, which the one inside PKCS#8 need not.
        var info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        var key = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
        var stated = new org.bouncycastle.asn1.sec.ECPrivateKey(
                256, key.getKey(), info.getPrivateKeyAlgorithm().getParameters());

        var converted = ClientKeyPem.pkcs8(Secret.ofUtf8(pem("EC PRIVATE KEY", stated.getEncoded())));

        assertThat(((java.security.interfaces.ECPrivateKey) decoded("EC", converted)).getS())
                .isEqualTo(((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS());
    }

    @Test
    void pkcs8_certificatesBesideTheKey_stayWhereTheyAre() throws Exception {
        var pair = generate("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
        var certificate = pem("CERTIFICATE", new byte[] {1, 2, 3});

        var converted = ClientKeyPem.pkcs8(Secret.ofUtf8(older("RSA", pair) + "\n" + certificate))
                .revealUtf8();

        assertThat(converted).startsWith("-----BEGIN PRIVATE KEY-----").endsWith(certificate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a plain secret",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----"
            })
    void pkcs8_whatIsNoKeyOfThatForm_staysAsItIs(String text) {
        assertThat(ClientKeyPem.pkcs8(Secret.ofUtf8(text))).isEqualTo(Secret.ofUtf8(text));
    }

    private static KeyPair generate(String algorithm, AlgorithmParameterSpec parameters) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    private static String older(String algorithm, KeyPair pair) throws Exception {
        var info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        return pem(
                algorithm + " PRIVATE KEY",
                info.parsePrivateKey().toASN1Primitive().getEncoded());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----";
    }

    private static java.security.PrivateKey decoded(String algorithm, Secret pem) throws Exception {
        var base64 =
                pem.revealUtf8().replace("-----BEGIN PRIVATE KEY-----", "").replace("-----END PRIVATE KEY-----", "");
        return KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }
}

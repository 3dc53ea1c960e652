package dev.grantkeeper.oauth2.egress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What a client shows, and proves itself by, in the TLS handshake (RFC 8446 section 4.4.2). Not printable: it has the key. */
public final class ClientCertificate {
    private final String chain;
    private final String key;
    private final byte[] digest;

    /**
     * @param chain PEM, the client's own certificate first
     * @param key PKCS#8 in PEM, of that certificate
     */
    public ClientCertificate(String chain, String key) {
        this.chain = chain;
        this.key = key;
        this.digest = digest(chain + key);
    }

    KeyCertOptions options() {
        return new PemKeyCertOptions().addCertValue(Buffer.buffer(chain)).addKeyValue(Buffer.buffer(key));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientCertificate another && MessageDigest.isEqual(digest, another.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException everyJreHasIt) {
            throw new IllegalStateException(everyJreHasIt);
        }
    }
}

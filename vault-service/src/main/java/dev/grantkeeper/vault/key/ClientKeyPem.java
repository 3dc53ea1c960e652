package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Private keys of clients as providers and tools hand them out, in PEM (RFC 7468). */
public final class ClientKeyPem {

    /** PKCS#1 (RFC 8017 appendix A.1.2), which GitHub hands out, and SEC 1 (RFC 5915), which OpenSSL makes. */
    private static final Pattern OLDER =
            Pattern.compile("-----BEGIN ((?:RSA|EC) PRIVATE KEY)-----[A-Za-z0-9+/=\\s]{1,20000}-----END \\1-----");

    private ClientKeyPem() {}

    /** The same with each key as PKCS#8 (RFC 5958). What is no key that can be read stays as it is: whoever needs one says so. */
    public static Secret pkcs8(Secret pem) {
        var text = pem.revealUtf8();
        return OLDER.matcher(text).find()
                ? Secret.ofUtf8(OLDER.matcher(text).replaceAll(ClientKeyPem::converted))
                : pem;
    }

    private static String converted(MatchResult key) {
        return Matcher.quoteReplacement(converted(key.group()));
    }

    private static String converted(String pem) {
        try (var parser = new PEMParser(new StringReader(pem))) {
            if (!(parser.readObject() instanceof PEMKeyPair pair)) {
                return pem;
            }
            var text = new StringWriter();
            try (var writer = new PemWriter(text)) {
                writer.writeObject(
                        new PemObject("PRIVATE KEY", pair.getPrivateKeyInfo().getEncoded()));
            }
            return text.toString().strip();
        } catch (IOException | RuntimeException malformed) {
            return pem;
        }
    }
}

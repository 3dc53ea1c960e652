package dev.grantkeeper.vault.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * One file as browsers get it.
 *
 * @param type the media type, with its charset
 * @param hash of the bytes, SHA-256 in hexadecimal
 */
record Asset(String type, byte[] bytes, byte[] gzipped, String hash) {

    static Asset of(String type, byte[] bytes) {
        return new Asset(type, bytes, gzip(bytes), HexFormat.of().formatHex(sha256(bytes)));
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyJreHasIt) {
            throw new IllegalStateException(everyJreHasIt);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

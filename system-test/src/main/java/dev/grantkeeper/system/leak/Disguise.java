package dev.grantkeeper.system.leak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** The forms in which markers are planted, to see that the search knows them. */
public enum Disguise {
    RAW {
        @Override
        byte[] apply(byte[] text) {
            return text;
        }
    },
    HEX {
        @Override
        byte[] apply(byte[] text) {
            return HexFormat.of().formatHex(text).getBytes(ISO_8859_1);
        }
    },
    HEX_UPPER {
        @Override
        byte[] apply(byte[] text) {
            return HexFormat.of().withUpperCase().formatHex(text).getBytes(ISO_8859_1);
        }
    },
    BASE64_AT_0 {
        @Override
        byte[] apply(byte[] text) {
            return base64(Base64.getEncoder(), 0, text);
        }
    },
    BASE64_AT_1 {
        @Override
        byte[] apply(byte[] text) {
            return base64(Base64.getEncoder(), 1, text);
        }
    },
    BASE64_AT_2 {
        @Override
        byte[] apply(byte[] text) {
            return base64(Base64.getEncoder(), 2, text);
        }
    },
    BASE64URL_AT_0 {
        @Override
        byte[] apply(byte[] text) {
            return base64(Base64.getUrlEncoder().withoutPadding(), 0, text);
        }
    },
    BASE64URL_AT_1 {
        @Override
        byte[] apply(byte[] text) {
            return base64(Base64.getUrlEncoder().withoutPadding(), 1, text);
        }
    },
    BASE64URL_AT_2 {
        @Override
        byte[] apply(byte[] text) {
            return base64(Base64.getUrlEncoder().withoutPadding(), 2, text);
        }
    },
    URL_ENCODED {
        @Override
        byte[] apply(byte[] text) {
            return HexFormat.of()
                    .withUpperCase()
                    .withPrefix("%")
                    .formatHex(text)
                    .getBytes(ISO_8859_1);
        }
    },
    GZIP {
        @Override
        byte[] apply(byte[] text) {
            var bytes = new ByteArrayOutputStream();
            return compressed(text, bytes, () -> new GZIPOutputStream(bytes));
        }
    },
    ZLIB {
        @Override
        byte[] apply(byte[] text) {
            var bytes = new ByteArrayOutputStream();
            return compressed(text, bytes, () -> new DeflaterOutputStream(bytes));
        }
    };

    private interface Compression {
        OutputStream open() throws IOException;
    }

    /** The text in this form; not text any more where it was compressed. */
    public byte[] of(String text) {
        return apply(text.getBytes(UTF_8));
    }

    abstract byte[] apply(byte[] text);

    private static byte[] base64(Base64.Encoder encoder, int offset, byte[] text) {
        byte[] surrounded = new byte[offset + text.length + 1];
        System.arraycopy(text, 0, surrounded, offset, text.length);
        return encoder.encode(surrounded);
    }

    private static byte[] compressed(byte[] text, ByteArrayOutputStream bytes, Compression compression) {
        try (var stream = compression.open()) {
            stream.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

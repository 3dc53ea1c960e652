package dev.grantkeeper.system.leak;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Ways in which data may hide other data. Each hands on every stretch that it can undo, at every alignment. */
enum Decoding {
    HEX("hex") {
        @Override
        void undo(byte[] data, Consumer<byte[]> undone) {
            runs(data, c -> digit(c) >= 0, 2 * Needles.SHORTEST, run -> {
                undone.accept(hex(run, 0));
                undone.accept(hex(run, 1));
            });
        }
    },
    /** RFC 4648 sections 4 and 5, padded or not, whatever stands directly before. */
    BASE64("base64") {
        @Override
        void undo(byte[] data, Consumer<byte[]> undone) {
            runs(data, c -> sextet(c) >= 0, Needles.SHORTEST * 4 / 3, run -> {
                for (int alignment = 0; alignment < 4; alignment++) {
                    undone.accept(base64(run, alignment));
                }
            });
        }
    },
    /** RFC 3986 section 2.1, and the plus sign of HTML forms. */
    PERCENT("percent") {
        @Override
        void undo(byte[] data, Consumer<byte[]> undone) {
            runs(data, c -> c > ' ' && c < 127, Needles.SHORTEST, run -> {
                if (indexOf(run, (byte) '%') >= 0) {
                    undone.accept(percent(run, '+'));
                    undone.accept(percent(run, ' '));
                }
            });
        }
    },
    /** RFC 1952. */
    GZIP("gzip") {
        @Override
        void undo(byte[] data, Consumer<byte[]> undone) {
            for (int i = 0; i + 18 <= data.length; i++) {
                if (data[i] == 0x1f && (data[i + 1] & 0xff) == 0x8b && data[i + 2] == 8) {
                    int start = deflatedStart(data, i);
                    if (start > 0) {
                        inflate(data, start, true, undone);
                    }
                }
            }
        }
    },
    /** RFC 1950 with the 32 KiB window that everybody uses. */
    ZLIB("zlib") {
        @Override
        void undo(byte[] data, Consumer<byte[]> undone) {
            for (int i = 0; i + 6 <= data.length; i++) {
                if (data[i] == 0x78 && (0x7800 | data[i + 1] & 0xff) % 31 == 0) {
                    inflate(data, i, false, undone);
                }
            }
        }
    };

    private static final int MOST_INFLATED = 8 * 1024 * 1024;

    private final String word;

    Decoding(String word) {
        this.word = word;
    }

    abstract void undo(byte[] data, Consumer<byte[]> undone);

    String word() {
        return word;
    }

    /** Hands on every longest stretch of such bytes that has at least this length. */
    static void runs(byte[] data, IntPredicate member, int shortest, Consumer<byte[]> run) {
        int start = 0;
        for (int i = 0; i <= data.length; i++) {
            if (i == data.length || !member.test(data[i])) {
                if (i - start >= shortest) {
                    run.accept(Arrays.copyOfRange(data, start, i));
                }
                start = i + 1;
            }
        }
    }

    private static byte[] hex(byte[] run, int start) {
        byte[] bytes = new byte[(run.length - start) / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (digit(run[start + 2 * i]) << 4 | digit(run[start + 2 * i + 1]));
        }
        return bytes;
    }

    private static byte[] base64(byte[] run, int start) {
        var bytes = new byte[(run.length - start) * 3 / 4];
        int bits = 0;
        int held = 0;
        int length = 0;
        for (int i = start; i < run.length; i++) {
            bits = bits << 6 | sextet(run[i]);
            held += 6;
            if (held >= 8) {
                held -= 8;
                bytes[length++] = (byte) (bits >> held);
            }
        }
        return bytes;
    }

    private static byte[] percent(byte[] run, int plus) {
        var bytes = new ByteArrayOutputStream(run.length);
        for (int i = 0; i < run.length; i++) {
            if (run[i] == '%' && i + 2 < run.length && digit(run[i + 1]) >= 0 && digit(run[i + 2]) >= 0) {
                bytes.write(digit(run[i + 1]) << 4 | digit(run[i + 2]));
                i += 2;
            } else {
                bytes.write(run[i] == '+' ? plus : run[i]);
            }
        }
        return bytes.toByteArray();
    }

    private static int deflatedStart(byte[] data, int header) {
        int flags = data[header + 3];
        int at = header + 10;
        if ((flags & 4) != 0) {
            at += 2 + (at + 1 < data.length ? (data[at] & 0xff | (data[at + 1] & 0xff) << 8) : data.length);
        }
        for (int field : new int[] {8, 16}) {
            if ((flags & field) != 0) {
                while (at < data.length && data[at] != 0) {
                    at++;
                }
                at++;
            }
        }
        at += (flags & 2) != 0 ? 2 : 0;
        return at < data.length ? at : -1;
    }

    /** What can be read before the data turns out to be damaged, or not to be compressed at all, counts too. */
    private static void inflate(byte[] data, int start, boolean bare, Consumer<byte[]> undone) {
        var inflater = new Inflater(bare);
        try {
            inflater.setInput(data, start, data.length - start);
            var inflated = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            int count;
            do {
                count = inflateInto(inflater, buffer);
                inflated.write(buffer, 0, count);
            } while (count > 0 && inflated.size() < MOST_INFLATED);
            if (inflated.size() >= Needles.SHORTEST) {
                undone.accept(inflated.toByteArray());
            }
        } finally {
            inflater.end();
        }
    }

    private static int inflateInto(Inflater inflater, byte[] buffer) {
        long before = inflater.getBytesWritten();
        try {
            return inflater.inflate(buffer);
        } catch (DataFormatException damaged) {
            return (int) (inflater.getBytesWritten() - before);
        }
    }

    private static int indexOf(byte[] data, byte wanted) {
        for (int i = 0; i < data.length; i++) {
            if (data[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int digit(int c) {
        return c < 0 ? -1 : Character.digit(c, 16);
    }

    private static int sextet(int c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return switch (c) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> -1;
        };
    }
}

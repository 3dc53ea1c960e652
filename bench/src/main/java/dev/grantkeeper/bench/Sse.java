package dev.grantkeeper.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.BiConsumer;

/** Takes server-sent events (WHATWG HTML section 9.2) out of bytes, however they are cut. Lines end with LF. */
final class Sse {

    private final BiConsumer<String, String> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String event = "message";

    /** @param events told name and data of each event; comments are no events */
    Sse(BiConsumer<String, String> events) {
        this.events = events;
    }

    void accept(byte[] bytes) {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, from, i - from);
                accept(line.toString(UTF_8));
                line.reset();
                from = i + 1;
            }
        }
        line.write(bytes, from, bytes.length - from);
    }

    private void accept(String text) {
        if (text.isEmpty()) {
            if (data.length() > 0) {
                events.accept(event, data.substring(1));
            }
            data.setLength(0);
            event = "message";
        } else if (text.startsWith("event:")) {
            event = value(text);
        } else if (text.startsWith("data:")) {
            data.append('\n').append(value(text));
        }
    }

    private static String value(String text) {
        String value = text.substring(text.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}

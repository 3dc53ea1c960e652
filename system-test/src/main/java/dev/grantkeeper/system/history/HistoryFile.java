package dev.grantkeeper.system.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A history as lines of JSON, to look at when all is over: what kind of thing it was, as {@code seen}, and what is known of it. Has
 * the numbers of tokens, never a token, as histories have none.
 */
public final class HistoryFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private HistoryFile() {}

    /** @throws UncheckedIOException naming the file if it cannot be written */
    public static void write(Path file, History history) {
        try (var lines = Files.newBufferedWriter(file, UTF_8)) {
            write(lines, "call", history.calls());
            write(lines, "grant", history.grants());
            write(lines, "lookup", history.lookups());
            write(lines, "authorized", history.authorizations());
            write(lines, "disconnected", history.disconnections());
            write(lines, "kill", history.kills());
            write(lines, "pause", history.pauses());
            write(lines, "sealed", history.outcomes());
            write(lines, "connection", history.stored().connections());
            write(lines, "lease", history.stored().leases());
            write(lines, "commit", history.stored().commits());
            write(lines, "prompt", history.stored().prompts());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void write(Writer lines, String kind, List<? extends Record> seen) throws IOException {
        for (var one : seen) {
            var line = JsonNodeFactory.instance.objectNode().put("seen", kind);
            lines.write(JSON.writeValueAsString(add(line, one)));
            lines.write('\n');
        }
    }

    private static ObjectNode add(ObjectNode node, Record seen) {
        for (var component : seen.getClass().getRecordComponents()) {
            var value = value(component, seen);
            if (value instanceof Record part) {
                add(node.putObject(component.getName()), part);
            } else if (value instanceof Number number) {
                node.put(component.getName(), number.longValue());
            } else if (value != null) {
                node.put(component.getName(), value.toString());
            }
        }
        return node;
    }

    /** Null where there is none. */
    private static Object value(RecordComponent component, Record seen) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            var value = accessor.invoke(seen);
            if (value instanceof OptionalInt number) {
                return number.isPresent() ? number.getAsInt() : null;
            }
            return value instanceof Optional<?> perhaps ? perhaps.orElse(null) : value;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}

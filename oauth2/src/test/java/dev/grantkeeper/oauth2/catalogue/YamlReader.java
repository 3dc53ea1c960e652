package dev.grantkeeper.oauth2.catalogue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Fixtures are read as templates are. */
public final class YamlReader {
    private YamlReader() {}

    public static JsonObject resource(String path) {
        try (var in = YamlReader.class.getResourceAsStream(path)) {
            return YamlFile.parse(path, new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .root();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package dev.grantkeeper.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The published vectors, from the contracts on the class path. */
final class Vectors {
    private static final JsonNode ALL = load();

    private Vectors() {}

    static Stream<Vector> at(String section, String list) {
        var vectors = ALL.required(section).required(list);
        return StreamSupport.stream(vectors.spliterator(), false).map(Vector::new);
    }

    private static JsonNode load() {
        try (var file = Vectors.class.getResourceAsStream("/grantkeeper/envelope/vectors-v1.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(file, "vectors-v1.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Vector(JsonNode json) {
        byte[] bytes(String name) {
            return HexFormat.of().parseHex(text(name));
        }

        Secret secret(String name) {
            return Secret.of(bytes(name));
        }

        String text(String name) {
            return json.required(name).textValue();
        }

        int number(String name) {
            return json.required(name).intValue();
        }

        boolean has(String name) {
            return json.has(name);
        }

        Vector part(String name) {
            return new Vector(json.required(name));
        }

        ScopeKey scopeKey(String name) {
            var key = part(name);
            return new ScopeKey(KeyId.of(key.bytes("id")), key.number("version"), key.secret("key"));
        }

        SealingContext context() {
            var context = part("context");
            var kind = Arrays.stream(SealedKind.values())
                    .filter(value -> value.label().equals(context.text("kind")))
                    .findFirst()
                    .orElseThrow();
            return new SealingContext(
                    kind,
                    context.text("tenant"),
                    context.text("app"),
                    context.text("subjectId"),
                    context.text("ownerKind"),
                    context.text("ownerId"),
                    context.json.required("generation").longValue());
        }

        SubmissionContext submission() {
            var context = part("context");
            var purpose = Arrays.stream(SubmissionContext.Purpose.values())
                    .filter(value -> value.label().equals(context.text("purpose")))
                    .findFirst()
                    .orElseThrow();
            return new SubmissionContext(
                    purpose,
                    context.text("tenant"),
                    context.text("app"),
                    context.text("ownerKind"),
                    context.text("ownerId"),
                    context.text("asker"),
                    Instant.ofEpochSecond(context.json.required("expiresAt").longValue()));
        }

        byte[] ascii(String name) {
            return text(name).getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return text("name");
        }
    }
}

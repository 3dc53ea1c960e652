package dev.grantkeeper.worker.renew;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;

/** Reads {@code dev.grantkeeper.token.expiring.v1}: CloudEvents 1.0 over Kafka, binary content mode. Unknown fields are fine. */
final class ExpiringEvent {
    private static final String TYPE = "dev.grantkeeper.token.expiring.v1";

    private ExpiringEvent() {}

    /** @throws Undecipherable if it is something else */
    static Due read(Headers headers, byte[] data) {
        if (!"1.0".equals(header(headers, "ce_specversion")) || !TYPE.equals(header(headers, "ce_type"))) {
            throw new Undecipherable("not_" + TYPE);
        }
        if (data == null) {
            throw new Undecipherable("no_data");
        }
        try {
            var json = new JsonObject(new String(data, StandardCharsets.UTF_8));
            return new Due(
                    UUID.fromString(json.getString("connection_id")),
                    json.getLong("generation"),
                    OffsetDateTime.parse(json.getString("due_at")).toInstant());
        } catch (DecodeException e) {
            throw new Undecipherable("not_json");
        } catch (IllegalArgumentException | NullPointerException | ClassCastException | DateTimeException e) {
            throw new Undecipherable("not_by_schema");
        }
    }

    private static String header(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Carries a word of ours only: the text of the parser's exception would repeat the data. */
    static final class Undecipherable extends RuntimeException {
        Undecipherable(String reason) {
            super(reason);
        }
    }
}

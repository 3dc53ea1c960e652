package dev.grantkeeper.worker.renew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.worker.renew.ExpiringEvent.Undecipherable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiringEventTest {
    private static final String ID = "0b0e7ab3-8c6b-4f0b-9d0e-55f1f0b2a6a1";

    @Test
    void read_byTheSchemaAndMore_isUnderstood() {
        var due = read("""
                {"connection_id":"%s","generation":7,"urgency":"urgent","due_at":"2026-01-02T03:04:05.678Z","news":{}}
                """.formatted(ID));

        assertThat(due).isEqualTo(new Due(UUID.fromString(ID), 7, Instant.parse("2026-01-02T03:04:05.678Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'generation':7,'due_at':'2026-01-02T03:04:05Z'}",
                "{'connection_id':'0b0e7ab3-8c6b-4f0b-9d0e-55f1f0b2a6a1','due_at':'2026-01-02T03:04:05Z'}",
                "{'connection_id':'0b0e7ab3-8c6b-4f0b-9d0e-55f1f0b2a6a1','generation':7}",
                "{'connection_id':'7','generation':7,'due_at':'2026-01-02T03:04:05Z'}",
                "{'connection_id':7,'generation':7,'due_at':'2026-01-02T03:04:05Z'}",
                "{'connection_id':'0b0e7ab3-8c6b-4f0b-9d0e-55f1f0b2a6a1','generation':0,'due_at':'2026-01-02T03:04:05Z'}",
                "{'connection_id':'0b0e7ab3-8c6b-4f0b-9d0e-55f1f0b2a6a1','generation':'7','due_at':'2026-01-02T03:04:05Z'}",
                "{'connection_id':'0b0e7ab3-8c6b-4f0b-9d0e-55f1f0b2a6a1','generation':7,'due_at':'soon'}"
            })
    void read_notByTheSchema_isUndecipherable(String json) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOf(Undecipherable.class)
                .hasMessage("not_by_schema");
    }

    @ParameterizedTest
    @CsvSource({"s3cret,not_json", "[],not_json", "null,not_json", "'',not_json"})
    void read_notAnObject_isUndecipherableAndNotRepeated(String data, String reason) {
        assertThatThrownBy(() -> read(data))
                .isInstanceOf(Undecipherable.class)
                .hasMessage(reason)
                .hasNoCause();
    }

    @Test
    void read_noData_isUndecipherable() {
        assertThatThrownBy(() -> ExpiringEvent.read(headers("1.0", "dev.grantkeeper.token.expiring.v1"), null))
                .hasMessage("no_data");
    }

    @ParameterizedTest
    @CsvSource({"1.0,dev.grantkeeper.token.expired.v1", "0.3,dev.grantkeeper.token.expiring.v1", "1.0,"})
    void read_anotherKindOfEvent_isUndecipherable(String specversion, String type) {
        assertThatThrownBy(() -> ExpiringEvent.read(headers(specversion, type), new byte[0]))
                .hasMessage("not_dev.grantkeeper.token.expiring.v1");
    }

    private static Due read(String json) {
        return ExpiringEvent.read(
                headers("1.0", "dev.grantkeeper.token.expiring.v1"), json.getBytes(StandardCharsets.UTF_8));
    }

    private static Headers headers(String specversion, String type) {
        var headers = new RecordHeaders().add("ce_specversion", specversion.getBytes(StandardCharsets.UTF_8));
        return type == null ? headers : headers.add("ce_type", type.getBytes(StandardCharsets.UTF_8));
    }
}

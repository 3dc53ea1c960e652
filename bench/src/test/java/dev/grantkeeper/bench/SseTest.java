package dev.grantkeeper.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseTest {

    private static final String STREAM = ":heartbeat\n\nevent: snapshot\ndata: {\"prompts\":[]}\n\n:\n\n"
            + "data:one\ndata: twö\n\nevent: empty\n\nevent: prompt\ndata: {}\n\nevent: cut\ndata: off";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1_000})
    void accept_bytesHoweverCut_tellsEveryWholeEvent(int length) {
        List<String> events = new ArrayList<>();
        var sse = new Sse((event, data) -> events.add(event + "=" + data));
        byte[] bytes = STREAM.getBytes(UTF_8);

        for (int from = 0; from < bytes.length; from += length) {
            sse.accept(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)));
        }

        assertThat(events).containsExactly("snapshot={\"prompts\":[]}", "message=one\ntwö", "prompt={}");
    }
}

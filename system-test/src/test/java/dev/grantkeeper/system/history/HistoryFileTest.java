package dev.grantkeeper.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    @TempDir
    Path directory;

    @Test
    void history_written_isALineOfJsonForEachThingSeen() throws IOException {
        var tale = new Tale()
                .connect(0)
                .lookup(1, 1, 1)
                .renew(10)
                .kill(12)
                .sealed(13)
                .pause(14, 15);
        var file = directory.resolve("row.jsonl");

        HistoryFile.write(file, tale.prompt(16, "grant_revoked").history());

        assertThat(Files.readAllLines(file))
                .hasSize(13)
                .allMatch(line -> line.startsWith("{\"seen\":") && line.endsWith("}"))
                .contains("""
                        {"seen":"kill","target":"WORKER","name":"worker-1","at":"2026-11-23T10:00:12Z"}""", """
                        {"seen":"lookup","owner":"platform/acme/mailer/ada","askedAt":"2026-11-23T10:00:01Z",\
                        "answeredAt":"2026-11-23T10:00:01.010Z","value":{\
                        "connection":"00000000-0000-0000-0000-000000000001","generation":1,\
                        "token":{"kind":"ACCESS","grant":"g1","serial":1},"expiresAt":"2026-11-23T10:00:20.200Z"}}""");
    }
}

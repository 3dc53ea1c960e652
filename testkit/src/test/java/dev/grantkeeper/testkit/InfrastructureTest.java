package dev.grantkeeper.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfrastructureTest {

    private static final Pattern LINE = Pattern.compile(
            "postgres=127\\.0\\.0\\.1:(\\d+) user=postgres password=postgres kafka=(127\\.0\\.0\\.1:\\d+)");

    @Test
    void main_untilInputEnds_servesBothAndLeavesNothingRunning(@TempDir Path directory) throws Exception {
        var process = start("directory=" + directory, "database=vault");
        try {
            var line = LINE.matcher(firstLine(process));
            assertThat(line.matches()).isTrue();
            var postgres = new PostgresServer("127.0.0.1", Integer.parseInt(line.group(1)), "postgres", "postgres");
            var kafka = new KafkaServer(line.group(2));
            try (var connection = postgres.connect("vault")) {
                assertThat(connection.isValid(5)).isTrue();
            }
            assertThat(kafka.topics()).isEmpty();

            process.getOutputStream().close();

            assertThat(process.waitFor(60, SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThatThrownBy(() -> postgres.connect("vault")).hasMessageContaining("refused");
            assertThat(directory.resolve("postgres/PG_VERSION")).hasContent("18");
            assertThat(directory.resolve("kafka/meta.properties")).exists();
        } finally {
            process.destroy();
        }
    }

    @Test
    void run_unknownArgument_isNamed() {
        assertThatThrownBy(() -> Infrastructure.run(new String[] {"port=1"}, InputStream.nullInputStream(), System.out))
                .hasMessageContaining("port=1")
                .hasMessageContaining("kafka.port");
    }

    @Test
    void run_takenPort_isNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            for (String server : List.of("postgres.port=", "kafka.port=")) {
                assertThatThrownBy(() -> Infrastructure.run(
                                new String[] {server + port}, InputStream.nullInputStream(), System.out))
                        .hasMessageContaining("port " + port + " on 127.0.0.1 is taken");
            }
        }
    }

    private static Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                Infrastructure.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }
}

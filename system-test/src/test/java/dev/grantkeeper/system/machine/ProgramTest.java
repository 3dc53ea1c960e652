package dev.grantkeeper.system.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private Program program;

    @BeforeEach
    void waiting() throws IOException {
        program = program("wait");
    }

    @AfterEach
    void stop() {
        program.close();
    }

    @Test
    void start_environmentAndOutput_goThere() {
        program.start();

        assertThat(awaitLine("greeting=")).isEqualTo("hello");
        assertThat(program.isAlive()).isTrue();
        program.requireAlive();
    }

    @Test
    void start_whileItRuns_isRefused() {
        program.start();

        assertThatThrownBy(program::start).hasMessage("sample already runs");
    }

    @Test
    void kill_thenStart_runsAgainAndKeepsTheLog() {
        program.start();
        awaitLine("greeting=");
        var ended = new AtomicInteger();
        program.onExit(ended::incrementAndGet);

        program.kill();
        assertThat(program.isAlive()).isFalse();
        program.start();

        Patience.await(SOON, "second greeting", () -> Optional.of(
                        program.logEnd().lines().filter(line -> line.startsWith("greeting=")))
                .filter(greetings -> greetings.count() == 2));
        assertThat(ended).hasValue(1);
    }

    @Test
    void close_whileItRuns_endsItForGoodAndTellsNobody() {
        program.start();
        awaitLine("greeting=");
        var ended = new AtomicInteger();
        program.onExit(ended::incrementAndGet);

        program.close();

        assertThat(program.isAlive()).isFalse();
        assertThat(ended).hasValue(0);
        assertThatThrownBy(program::start).hasMessage("sample was closed");
    }

    @Test
    void requireAlive_afterItFailed_showsTheEndOfItsLog() throws IOException {
        program = program("fail");
        program.start();

        Patience.await(SOON, "end", () -> Optional.of(program).filter(failed -> !failed.isAlive()));

        assertThatThrownBy(program::requireAlive)
                .hasMessageContaining("sample ended before it was ready")
                .hasMessageContaining("port 1 is taken");
    }

    @Test
    void start_withOverrides_holdForThatStartOnly() {
        program.start(Map.of("GREETING", "good bye"));
        assertThat(awaitLine("greeting=")).isEqualTo("good bye");

        program.kill();
        program.start();

        Patience.await(SOON, "usual greeting", () -> program.logged("greeting=hello"));
    }

    @Test
    void pause_thenResume_standsStillBetween() throws IOException {
        program = program("count");
        program.start();
        awaitLine("count=3");

        program.pause();
        String standing = program.logEnd();
        Patience.until(System.nanoTime() + Duration.ofMillis(100).toNanos());
        assertThat(program.logEnd()).isEqualTo(standing);

        program.resume();
        Patience.await(SOON, "more", () -> Optional.of(program.logEnd()).filter(end -> !end.equals(standing)));
    }

    @Test
    void close_whilePaused_endsIt() {
        program.start();
        awaitLine("greeting=");
        program.pause();

        program.close();

        assertThat(program.isAlive()).isFalse();
    }

    @Test
    void terminate_running_waitsUntilItHasEnded() {
        program.start();
        awaitLine("greeting=");
        long pid = program.pid();

        assertThat(program.terminate()).isPositive();

        assertThat(program.isAlive()).isFalse();
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void pid_neverStarted_isRefused() {
        assertThatThrownBy(program::pid).hasMessage("sample was never started");
    }

    @Test
    void start_underFakeTime_clockIsShifted() {
        assumeTrue(FakeTime.isInstalled(), "libfaketime is not installed");
        program.start(FakeTime.shifted(Duration.ofMinutes(-5)));

        var clock = Instant.parse(awaitLine("clock="));

        assertThat(Duration.between(clock, Instant.now())).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(7));
    }

    private String awaitLine(String beginning) {
        return Patience.await(SOON, "line " + beginning, () -> program.logged(beginning));
    }

    private Program program(String mode) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SampleMain.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        SampleMain.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString());
        var jar = directory.resolve("sample.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return new Program(
                "sample", jar, List.of("-Xmx32m", mode), Map.of("GREETING", "hello"), directory.resolve("sample.log"));
    }
}

package dev.grantkeeper.console;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VendoredTest {
    private static final Path VENDOR = Path.of("src/main/resources/embed/vendor");
    private static final Pattern LINE =
            Pattern.compile("^\\| `(?<file>[^`]+)` \\|.*`(?<licence>[^`]+)` \\| `(?<hash>[0-9a-f]{64})` \\|$");

    @Test
    void vendor_everyFile_isWhatItsLineInTheReadmeSays() throws IOException {
        assertThat(scripts()).isNotEmpty().isEqualTo(stated("hash"));
    }

    @Test
    void vendor_everyFile_comesWithItsLicence() throws IOException {
        assertThat(stated("licence").values())
                .allSatisfy(licence -> assertThat(VENDOR.resolve(licence)).isNotEmptyFile());
    }

    private static Map<String, String> scripts() throws IOException {
        try (var files = Files.list(VENDOR)) {
            return files.filter(file -> !file.endsWith("README.md"))
                    .filter(file -> !file.toString().endsWith(".LICENSE"))
                    .collect(toMap(file -> file.getFileName().toString(), VendoredTest::sha256));
        }
    }

    private static Map<String, String> stated(String column) throws IOException {
        try (var lines = Files.lines(VENDOR.resolve("README.md"))) {
            return lines.map(LINE::matcher)
                    .filter(line -> line.matches())
                    .collect(toMap(line -> line.group("file"), line -> line.group(column)));
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}

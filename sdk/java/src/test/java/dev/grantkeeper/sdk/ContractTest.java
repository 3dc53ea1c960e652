package dev.grantkeeper.sdk;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Failures, one for one: the vault's OpenAPI document, the types of the SDK, and the table in its README. */
class ContractTest {

    private static final Path OPENAPI = Path.of("..", "..", "contracts", "grantkeeper", "openapi", "openapi.yaml");
    private static final Pattern REASONS = Pattern.compile("enum:\n((?: +- [A-Z_]+\n){2,})");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| ((?:`[A-Z_]+`(?:, )?)+) \\|");
    /** Of no lookup and no report. */
    private static final Set<String> OF_OTHER_CALLS = Set.of("CONFLICT", "REFUSED_BY_APP", "HOOK_FAILED");

    @Test
    void reason_ofTheContract_isOneTypeOfFailure() throws IOException {
        try (var vault = new FakeVault()) {
            var grantkeeper = Grantkeeper.at(vault.uri(), () -> "token")
                    .timeout(Duration.ofSeconds(5))
                    .build();
            for (var reason : reasons()) {
                boolean passing = reason.equals("RENEWING") || reason.equals("UNAVAILABLE");
                vault.answers(any -> FakeVault.problem(passing ? 503 : 400, reason, "", "Retry-After", "60"));

                var failure = catchThrowableOfType(GrantkeeperException.class, grantkeeper::getUserConnection);

                assertThat(failure.reason()).isEqualTo(reason);
            }
        }
    }

    @Test
    void readme_ofFailures_listsEveryTypeAndReason() throws IOException {
        var rows = ROW.matcher(Files.readString(Path.of("README.md"))).results().toList();

        assertThat(rows.stream().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(GrantkeeperException.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
        assertThat(rows.stream()
                        .flatMap(row -> Arrays.stream(row.group(2).split(", ")))
                        .map(reason -> reason.replace("`", "")))
                .containsExactlyInAnyOrderElementsOf(reasons());
    }

    private static List<String> reasons() throws IOException {
        var listed = REASONS.matcher(Files.readString(OPENAPI));
        var all = listed.results()
                .flatMap(list -> list.group(1).lines())
                .map(line -> line.replace("-", "").strip())
                .collect(toSet());
        assertThat(all).contains("AUTH_REQUIRED", "INTERNAL");
        return all.stream().filter(reason -> !OF_OTHER_CALLS.contains(reason)).toList();
    }
}

package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/provider-quirks.md names is there: a page that tests vouch for is worth what its names are worth. */
class QuirksPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/provider-quirks.md");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+)(…?))?`(?:]\\(([^)]+)\\))?");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void tests_thatThePageNames_areWhereItsLinksLead() throws IOException {
        assertThat(NAMED.matcher(Files.readString(PAGE)).results().toList())
                .hasSizeGreaterThan(50)
                .allSatisfy(named -> assertThat(source(named)).as(named.group()).containsPattern(declaration(named)));
    }

    @Test
    void links_ofThePage_leadToFiles() throws IOException {
        assertThat(LINK.matcher(Files.readString(PAGE)).results().map(link -> link.group(1)))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(PAGE.resolveSibling(link)).exists());
    }

    @Test
    void rows_ofThePage_eachNameATest() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.endsWith("| test |"))
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(35)
                .allSatisfy(row -> assertThat(NAMED.matcher(row).find()).as(row).isTrue());
    }

    /** Of the file that is linked: some classes are called alike in two modules. */
    private static String source(MatchResult named) throws IOException {
        assertThat(named.group(4)).as("link of " + named.group()).endsWith("/" + named.group(1) + ".java");
        return Files.readString(PAGE.resolveSibling(named.group(4)));
    }

    private static String declaration(MatchResult named) {
        if (named.group(2) == null) {
            return "class " + named.group(1) + "\\b";
        }
        var rest = named.group(3).isEmpty() ? "" : "\\w*";
        return "(?m)^    (void|Stream<DynamicTest>) " + named.group(2) + rest + "\\(";
    }
}

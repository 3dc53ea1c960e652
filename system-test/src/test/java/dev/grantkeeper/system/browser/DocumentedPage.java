package dev.grantkeeper.system.browser;

import dev.grantkeeper.system.machine.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.regex.Pattern;

/**
 * What docs/embedding.md tells people to paste, word for word but for the vault's address.
 *
 * @param html the page
 * @param script where its tokens come from
 * @param policy the content security policy that is said to be enough
 */
record DocumentedPage(String html, String script, String policy) {

    static DocumentedPage of(URI vault) {
        try {
            var text = Files.readString(Programs.ofThisProject().home().resolve("docs/embedding.md"))
                    .replace("https://vault.example.com", vault.toString());
            return new DocumentedPage(
                    block(text, "html"), block(text, "js"), block(text, "").trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first block of this language. */
    private static String block(String text, String language) {
        var block = Pattern.compile("(?:^|\\n\\n)```" + language + "\\n(.*?\\n)```\\n", Pattern.DOTALL)
                .matcher(text);
        if (!block.find()) {
            throw new IllegalStateException("docs/embedding.md has no block of " + language);
        }
        return block.group(1);
    }
}

package dev.grantkeeper.vault.authorization;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A page that says one thing to a person. It runs no script, loads nothing, and escapes whatever it is given.
 *
 * @param status of the HTTP response
 */
record Page(int status, String title, String text) {

    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.6 system-ui,sans-serif}
            main{max-width:28rem;padding:2rem}
            h1{margin:0 0 .5rem;font-size:1.375rem;line-height:1.3}
            p{margin:0}
            """;

    /** Allows this style and nothing else (CSP level 3). */
    static final String SECURITY_POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static Page connected(String app) {
        return new Page(200, "Connected", app + " can use the account now. You can close this page.");
    }

    /** For a prompt whose answer is no authorization: only the platform's own pages can take a secret. */
    static Page secretWanted(String app) {
        return new Page(
                200,
                "This one needs a key",
                app + " works with a secret such as an API key. Open the app's settings on your platform and enter it"
                        + " there.");
    }

    static Page incident(String incident) {
        return new Page(500, "That did not work", "Tell your platform's support about incident " + incident + ".");
    }

    String html() {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                <style>%3$s</style>
                <main><h1>%1$s</h1><p>%2$s</p></main>
                </html>
                """.formatted(escaped(title), escaped(text), STYLE);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyJreHasIt) {
            throw new IllegalStateException(everyJreHasIt);
        }
    }
}

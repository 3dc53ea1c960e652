package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.oauth2.inputs.Input;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A page that says one thing to a person, or asks a few. It loads nothing, runs no script but one line, and escapes whatever it
 * is given.
 *
 * @param status of the HTTP response
 * @param more HTML of this class below the text
 * @param head HTML of this class among the page's metadata
 */
record Page(int status, String title, String text, String more, String head) {

    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.6 system-ui,sans-serif}
            main{max-width:28rem;padding:2rem}
            h1{margin:0 0 .5rem;font-size:1.375rem;line-height:1.3}
            p{margin:0}
            form{margin-top:1.5rem;display:grid;gap:1rem}
            label{display:grid;gap:.25rem;font-weight:600}
            input{font:inherit;padding:.5rem .75rem;border:1px solid GrayText;border-radius:.5rem;background:Field;color:FieldText}
            input:focus-visible,button:focus-visible,a:focus-visible{outline:2px solid Highlight;outline-offset:2px}
            small{font-weight:400}
            .wrong{margin-top:1rem;padding:.5rem .75rem;border-left:.25rem solid #c62828}
            button{font:inherit;font-weight:600;padding:.625rem 1rem;border:0;border-radius:.5rem;background:#1f5fbf;color:#fff}
            """;

    /** The embedded components open windows of this name, and hold no handle on what is in them that could close them. */
    private static final String CLOSE = "if(window.name.startsWith('gk-connect'))window.close()";

    private static final DateTimeFormatter END =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    Page(int status, String title, String text) {
        this(status, title, text, "", "");
    }

    /** Allows this style, this script and a form to this host where there is one, and nothing else (CSP level 3). */
    String securityPolicy() {
        return "default-src 'none'; style-src 'sha256-" + sha256(STYLE) + "'; "
                + (more.contains(CLOSE) ? "script-src 'sha256-" + sha256(CLOSE) + "'; " : "")
                + "base-uri 'none'; form-action " + (more.contains("<form") ? "'self'" : "'none'")
                + "; frame-ancestors 'none'";
    }

    /**
     * Asks what the settings leave open of a person's account.
     *
     * @param inputs each with what it is filled with
     * @param faulty the one whose value will not do
     */
    static Page inputs(String app, Map<Input, String> inputs, Optional<Input> faulty) {
        var fields = inputs.entrySet().stream()
                .map(entry -> field(entry.getKey(), entry.getValue(), faulty))
                .collect(Collectors.joining());
        var alert = faulty.map(input -> "<p class=\"wrong\" role=\"alert\">"
                        + escaped("That will not do as " + input.title() + ". It looks like " + input.example() + ".")
                        + "</p>")
                .orElse("");
        return new Page(
                faulty.isPresent() ? 400 : 200,
                inputs.isEmpty() ? "Connect " + app + "?" : "Which account?",
                inputs.isEmpty()
                        ? app + " wants to use its own account at the provider again."
                        : app + " wants to use your account. Say which one it is; you may be asked to agree there.",
                alert + "<form method=\"post\">" + fields + "<button>" + (inputs.isEmpty() ? "Connect" : "Continue")
                        + "</button></form>",
                "");
    }

    private static String field(Input input, String value, Optional<Input> faulty) {
        return """
                <label>%1$s<input name="%2$s" value="%3$s" required autocomplete="off" autocapitalize="none" spellcheck="false"%5$s>\
                <small>such as %4$s</small></label>""".formatted(
                        escaped(input.title()),
                        escaped(input.name()),
                        escaped(value),
                        escaped(input.example()),
                        faulty.filter(input::equals).isPresent() ? " aria-invalid=\"true\" autofocus" : "");
    }

    /** Leads on to the provider, at once. */
    static Page onward(URI provider) {
        var address = escaped(provider.toString());
        return new Page(
                200,
                "One moment",
                "You are being taken to the provider.",
                "<p><a href=\"" + address + "\">Go there</a> if nothing happens.</p>",
                "<meta http-equiv=\"refresh\" content=\"0;url=" + address + "\">\n");
    }

    /**
     * @param endsAt when nothing renews it
     * @param why nothing can, in the words of the settings
     */
    static Page connected(String app, Optional<Instant> endsAt, Optional<String> why) {
        var done = new Page(
                200,
                "Connected",
                app + " can use the account now. You can close this page.",
                "<script>" + CLOSE + "</script>",
                "");
        return endsAt.map(end -> new Page(
                        done.status,
                        done.title,
                        done.text,
                        "<p class=\"wrong\">"
                                + escaped("This lasts until " + END.format(end) + " UTC; then you will be asked again. "
                                        + why.map(reason -> "For the app's developer: " + reason)
                                                .orElse(""))
                                + "</p>",
                        ""))
                .orElse(done);
    }

    /** With what an app says below, set apart from the vault's own words; as text, whatever it looks like. */
    Page quoting(String app, String said) {
        var quote = "<p class=\"wrong\">" + escaped(app) + ": “<bdi>" + escaped(said) + "</bdi>”</p>";
        return new Page(status, title, text, quote, head);
    }

    /** For a prompt whose answer is no authorization: only the platform's own pages can take a secret, or a client's. */
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
                %5$s<title>%1$s</title>
                <style>%3$s</style>
                <main><h1>%1$s</h1><p>%2$s</p>%4$s</main>
                </html>
                """.formatted(escaped(title), escaped(text), STYLE, more, head);
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

package dev.grantkeeper.system.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.grantkeeper.system.caller.FrontEnd;
import dev.grantkeeper.system.caller.LookupRest;
import dev.grantkeeper.system.caller.Platform;
import dev.grantkeeper.system.caller.Provider;
import dev.grantkeeper.system.machine.Layout;
import dev.grantkeeper.system.machine.Machine;
import dev.grantkeeper.system.machine.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The running product with its console, a browser, and those who call it from outside of that. */
final class Site implements AutoCloseable {

    static final String APP = Platform.APP;

    private final Playwright playwright;
    private final Browser browser;
    private final Machine machine;
    private final Platform platform;
    private final Provider provider;
    private boolean populated;

    private Site(Playwright playwright, Browser browser, Machine machine) {
        this.playwright = playwright;
        this.browser = browser;
        this.machine = machine;
        var credentials = machine.credentials();
        this.platform = new Platform(machine.sandbox(), credentials.bootstrapSecret(), (name, token) -> {});
        this.provider = new Provider(machine.sandbox(), credentials.clientSecret());
    }

    static Site start(Path chromium) {
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            PlaywrightAssertions.setDefaultAssertionTimeout(Visitor.PATIENCE_MILLIS);
            var browser = Chromium.launch(playwright, chromium);
            var layout = new Layout(directory(), 1, 1);
            return new Site(playwright, browser, Machine.start(layout, Programs.ofThisProject(), System.out::println));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** Whether this is the first to ask. */
    boolean toPopulate() {
        boolean first = !populated;
        populated = true;
        return first;
    }

    /** What is in every window now, as pictures among the logs. */
    void picture(String name) {
        int number = 0;
        for (var context : browser.contexts()) {
            for (var page : context.pages()) {
                var file = machine.logDirectory().resolve(name + "-" + ++number + ".png");
                page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
                System.out.println("     " + page.url().replaceAll("[?].*", "") + ": " + file);
            }
        }
    }

    /** Somebody whom nobody signed in, in a browser profile of their own. */
    Visitor stranger(String name, Look look) {
        return new Visitor(this, name, browser, look);
    }

    /** Signed in by a link, and at a page of the console. */
    Visitor visitor(String name, String page, Look look) {
        var visitor = stranger(name, look);
        visitor.page().navigate(platform.signInLink(name, console(page)).toString());
        visitor.arrived(page);
        return visitor;
    }

    Visitor visitor(String name, String page) {
        return visitor(name, page, Look.LIGHT);
    }

    /** @param page with its query, if it has one */
    URI console(String page) {
        return vault().resolve("/console/" + page);
    }

    URI vault() {
        return machine.vaults().get(0);
    }

    URI sandbox() {
        return machine.sandbox();
    }

    Platform platform() {
        return platform;
    }

    Provider provider() {
        return provider;
    }

    LookupRest lookup() {
        return new LookupRest(vault());
    }

    FrontEnd developer(String app) {
        return new FrontEnd(vault(), platform.developer(app));
    }

    FrontEnd person(String user, String role) {
        return new FrontEnd(vault(), platform.person(user, role));
    }

    /** Where the external service sends people of the app back to. */
    String redirectUri() {
        return vault().resolve("/callback/platform/" + APP).toString();
    }

    /** At the external service. */
    String passwordOf(String name) {
        return machine.credentials().passwords().get(name);
    }

    /** Of the vault's client there. */
    String clientSecret() {
        return machine.credentials().clientSecret();
    }

    /** What the vault is told of the external service. */
    Map<String, Object> providerSettings() {
        return Map.of(
                "authorization_url", sandbox().resolve("/oauth2/authorize").toString(),
                "token_url", sandbox().resolve("/oauth2/token").toString(),
                "revocation_url", sandbox().resolve("/oauth2/revoke").toString(),
                "client_authentication", "basic",
                "scopes", List.of("sequences.read", "sequences.write"),
                "rotation", "strict");
    }

    /** The app's connections as its developer leaves them: OAuth for each user, a secret for the workspace. */
    void defineTheApp() {
        developer(APP)
                .define(
                        "user",
                        Map.of(
                                "type",
                                "oauth2",
                                "name",
                                "Sandbox Mail",
                                "settings",
                                providerSettings(),
                                "client_id",
                                APP,
                                "client_secret",
                                clientSecret()));
        developer(APP).define("workspace", Map.of("type", "secret", "name", "Deliverability"));
    }

    @Override
    public void close() {
        try (playwright) {
            machine.close();
        }
    }

    private static Path directory() {
        try {
            var parent = Files.createDirectories(Path.of("target", "system-test"));
            return Files.createTempDirectory(parent, "browser-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

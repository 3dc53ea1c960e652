package dev.grantkeeper.system.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import dev.grantkeeper.system.caller.FrontEnd;
import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.caller.LookupRest;
import dev.grantkeeper.system.caller.Provider;
import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.ClusterPlan;
import dev.grantkeeper.system.machine.Layout;
import dev.grantkeeper.system.machine.Programs;
import dev.grantkeeper.testkit.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The product with a provider, a front end on another origin than the vault's, and a browser. */
final class EmbeddingProduct implements AutoCloseable {

    private static final String APP = Cluster.SANDBOX_APP;
    private static final String WORKSPACE = "acme";
    private static final Duration SHORT = Duration.ofSeconds(6);

    private final Playwright playwright;
    private final Browser browser;
    private final FrontEndSite site;
    private final Cluster cluster;
    private final URI sandbox;

    private EmbeddingProduct(Playwright playwright, Browser browser, FrontEndSite site, Cluster cluster) {
        this.playwright = playwright;
        this.browser = browser;
        this.site = site;
        this.cluster = cluster;
        this.sandbox = cluster.startSandbox();
    }

    static EmbeddingProduct start(Path chromium) {
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var site = FrontEndSite.on(LoopbackPorts.free());
        try {
            var browser = Chromium.launch(playwright, chromium);
            var plan = ClusterPlan.of(new Layout(directory(), 1, 1))
                    .vaultSettings(Map.of(
                            "grantkeeper.console.enabled", "true",
                            "grantkeeper.console.sign-in.issuer", "https://id.example.com",
                            "grantkeeper.console.sign-in.client-id", "console",
                            "quarkus.http.cors.origins", site.origin()));
            var cluster = Cluster.start(plan, Programs.ofThisProject(), System.out::println);
            var product = new EmbeddingProduct(playwright, browser, site, cluster);
            product.define();
            site.serve(DocumentedPage.of(product.vault()), product::token);
            return product;
        } catch (RuntimeException e) {
            site.close();
            playwright.close();
            throw e;
        }
    }

    Browser browser() {
        return browser;
    }

    FrontEndSite site() {
        return site;
    }

    void restartTheVault() {
        var vault = cluster.vaults().get(0);
        vault.program().terminate();
        cluster.restart(vault);
    }

    /** As if the user had done so in their settings there. */
    void removeTheAppAtTheProvider(String user) {
        new Provider(sandbox, cluster.credentials().clientSecret()).revoke(user);
    }

    private URI vault() {
        return cluster.vaults().get(0).address();
    }

    private void define() {
        var dashboard = new FrontEnd(vault(), cluster.issuer().developer(APP));
        var settings = Map.of(
                "authorization_url", sandbox.resolve("/oauth2/authorize").toString(),
                "token_url", sandbox.resolve("/oauth2/token").toString(),
                "revocation_url", sandbox.resolve("/oauth2/revoke").toString(),
                "client_authentication", "basic",
                "scopes", List.of("sequences.read", "sequences.write"),
                "rotation", "strict");
        dashboard
                .define(
                        "user",
                        Map.of(
                                "type",
                                "oauth2",
                                "name",
                                "HubSpot",
                                "settings",
                                settings,
                                "client_id",
                                APP,
                                "client_secret",
                                cluster.credentials().clientSecret()))
                .expect(201);
        dashboard
                .define("workspace", Map.of("type", "secret", "name", "Mailgun"))
                .expect(201);
    }

    /** @param person name, role and, with a third part, an hour is too long */
    private String token(String person) {
        var parts = person.split("\\.");
        return cluster.issuer().person(WORKSPACE, parts[0], parts[1], parts.length > 2 ? SHORT : Duration.ofHours(1));
    }

    Looked lookUp(String user) {
        return new LookupRest(vault()).user(cluster.issuer().execution(WORKSPACE, APP, user));
    }

    Looked lookUpWorkspace() {
        return new LookupRest(vault()).workspace(cluster.issuer().execution(WORKSPACE, APP, "grace"));
    }

    /** Signs in at the provider and agrees, where it asks; the provider must have no handle on the front end behind it. */
    void agree(Page window, String name) {
        if (isAt(window, "/login")) {
            assertThat(window.evaluate("window.opener === null")).isEqualTo(true);
            window.locator("input[name=username]").fill(name);
            window.locator("input[name=password]")
                    .fill(cluster.credentials().passwords().get(name));
            window.locator("input[name=password]").press("Enter");
        }
        if (isAt(window, "/oauth2/authorize")) {
            window.locator("input[type=checkbox][name=scope]").all().forEach(Locator::check);
            window.locator("button[type=submit]").first().click();
        }
    }

    /** Waits until the window is at a page of the provider's that comes then, or past it. */
    private boolean isAt(Page window, String path) {
        var login = sandbox.resolve("/login").toString();
        var consent = sandbox.resolve("/oauth2/authorize").toString();
        var back = vault().resolve("/callback/").toString();
        try {
            window.waitForURL(url ->
                    url.startsWith(back) || url.startsWith(consent) || url.startsWith(login) && path.equals("/login"));
            return window.url().startsWith(sandbox.resolve(path).toString());
        } catch (PlaywrightException e) {
            if (window.isClosed()) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        site.close();
        try (playwright) {
            cluster.close();
        }
    }

    private static Path directory() {
        try {
            var parent = Files.createDirectories(Path.of("target", "system-test"));
            return Files.createTempDirectory(parent, "embedding-").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.grantkeeper.system.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.grantkeeper.system.keycloak.ConsoleRealm;
import dev.grantkeeper.system.keycloak.KeycloakServer;
import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.ClusterPlan;
import dev.grantkeeper.system.machine.Credentials;
import dev.grantkeeper.system.machine.Layout;
import dev.grantkeeper.system.machine.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signing in to the console with a real Keycloak, set up as docs/console.md says. */
@Tag("providers")
class KeycloakSignInIT {

    private static final String PASSWORD = Credentials.randomText();

    @Test
    void signIn_withKeycloak_workspaceRoleAndAppComeFromItsClaims() throws Exception {
        var chromium = Chromium.find();
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium");
        var directory = Files.createTempDirectory(
                        Files.createDirectories(Path.of("target", "system-test")), "keycloak-sign-in-")
                .toAbsolutePath();
        try (var keycloak = KeycloakServer.start(
                        KeycloakServer.distribution(), directory.resolve("keycloak.log"), Duration.ofMinutes(5));
                var cluster = Cluster.start(plan(directory, keycloak), Programs.ofThisProject(), System.out::println);
                var playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                var browser = Chromium.launch(playwright, chromium.get())) {
            var vault = cluster.vaults().get(0).address();
            var realm = ConsoleRealm.in(keycloak, vault);
            realm.add("mia", PASSWORD, Map.of("workspace", "acme", "role", "member"));
            realm.add("devi", PASSWORD, Map.of("workspace", "acme", "role", "admin", "app", "email-sequencer"));

            var mia = signIn(browser, vault.resolve("/console/apps").toString(), "mia");
            assertThat(mia.locator(".person")).containsText("acme · Member");
            assertThat(mia.locator("main")).containsText("Apps are set up by their developers.");
            mia.reload();
            assertThat(mia.locator(".person")).containsText("Mia");

            var devi = signIn(browser, vault.resolve("/console/apps").toString(), "devi");
            assertThat(devi.locator(".person")).containsText("acme · Admin");
            assertThat(devi.locator("h1")).hasText("Email Sequencer");

            mia.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                    .click();
            assertThat(mia.locator("main")).containsText("You are signed out.");
            mia.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in again"))
                    .click();
            assertThat(mia.locator("#kc-form-login")).isVisible();
        }
    }

    private static Page signIn(Browser browser, String address, String name) {
        var page = browser.newContext().newPage();
        page.navigate(address);
        page.locator("#username").fill(name);
        page.locator("#password").fill(PASSWORD);
        page.locator("#kc-login").click();
        page.waitForURL(Pattern.compile(Pattern.quote(address) + ".*"));
        return page;
    }

    private static ClusterPlan plan(Path directory, KeycloakServer keycloak) {
        String issuer = keycloak.issuer().toString();
        return ClusterPlan.of(new Layout(directory, 1, 1))
                .vaultSettings(Map.of(
                        "grantkeeper.access.issuers.acme.issuer",
                        issuer,
                        "grantkeeper.access.issuers.acme.jwks-url",
                        issuer + "/protocol/openid-connect/certs",
                        "grantkeeper.console.enabled",
                        "true",
                        "grantkeeper.console.sign-in.issuer",
                        issuer,
                        "grantkeeper.console.sign-in.client-id",
                        ConsoleRealm.CLIENT,
                        "grantkeeper.console.sign-in.scopes",
                        "openid apps:write"));
    }
}

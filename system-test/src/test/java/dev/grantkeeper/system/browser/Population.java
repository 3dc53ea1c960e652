package dev.grantkeeper.system.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.grantkeeper.system.caller.Answer;
import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.caller.Platform;
import dev.grantkeeper.system.machine.Patience;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Enough of everything to look at: several apps, Ada connected, Bob's grant ended, and a workspace's key. Made once, for
 * all who look.
 */
final class Population {

    private final Site site;

    private Population(Site site) {
        this.site = site;
    }

    static void of(Site site) {
        if (!site.toPopulate()) {
            return;
        }
        var population = new Population(site);
        site.defineTheApp();
        population.defineOthers();
        site.person("grace", "admin").setWorkspaceSecret("sk_live/of-the-workspace");
        population.connect("ada");
        population.connect("bob");
        population.endTheGrantOf("bob");
        population.ask();
    }

    private void defineOthers() {
        oauth("crm-sync", "user", "hubspot");
        oauth("crm-sync", "workspace", "slack");
        defined(site.developer("invoice-export").define("user", Map.of("type", "secret", "name", "Ledger")));
    }

    private void oauth(String app, String owner, String template) {
        defined(site.developer(app)
                .define(
                        owner,
                        Map.of(
                                "type",
                                "oauth2",
                                "template",
                                template,
                                "client_id",
                                "client-of-" + app,
                                "client_secret",
                                "secret-of-" + app)));
    }

    private static void defined(Answer answer) {
        if (answer.status() != 200 && answer.status() != 201) {
            throw new IllegalStateException(answer.toString());
        }
    }

    private void connect(String name) {
        if (site.lookup().user(site.platform().execution(Platform.WORKSPACE, name)) instanceof Looked.Served) {
            return;
        }
        try (var visitor = site.visitor(name, "connections")) {
            var row = visitor.row("Sandbox Mail").first();
            var window = visitor.popup(() -> row.locator(".act button").click());
            visitor.consent(window);
            assertThat(row).containsText("Connected");
        }
    }

    /** Returns when the vault knows. */
    private void endTheGrantOf(String name) {
        site.provider().revoke(name);
        String execution = site.platform().execution(Platform.WORKSPACE, name);
        Patience.await(Duration.ofSeconds(30), "prompt to " + name, () -> Optional.of(
                        site.lookup().user(execution))
                .filter(Looked.Refused.class::isInstance));
    }

    /** Apps that run for Bob: each asks for what nobody has connected. */
    private void ask() {
        for (String app : new String[] {"crm-sync", "invoice-export"}) {
            site.lookup().user(site.platform().executionOf(app, "bob"));
        }
        site.lookup().workspace(site.platform().executionOf("crm-sync", "bob"));
    }
}

package dev.grantkeeper.system.story;

import static dev.grantkeeper.system.caller.Platform.WORKSPACE;
import static dev.grantkeeper.system.story.Stage.ADA;
import static dev.grantkeeper.system.story.Stage.BOB;

import dev.grantkeeper.system.caller.Browser;
import dev.grantkeeper.system.caller.Looked.Served;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

final class Connect implements Step {

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Override
    public String title() {
        return "Ada follows the link through the provider; the prompt is resolved and the app gets a working token";
    }

    @Override
    public String play(Stage stage) {
        var bobsBrowser =
                new Browser(BOB, stage.machine().credentials().passwords().get(BOB));
        bobsBrowser.signIn(stage.actingVault(), stage.platform().person(BOB, "member"));
        Check.same(
                "the page that Bob gets at Ada's link",
                403,
                bobsBrowser.follow(stage.adasLink()).status());

        var connected = connect(stage);
        var used = stage.provider().addProspect(connected.value()).expect(200);
        return "Bob at Ada's link: 403; Ada connected and prompt resolved on her stream; the token is active, and the mail"
                + " sequencer took it from " + used.text("data.addedBy");
    }

    /** Ada goes where she was told to, and the lookups serve what she granted. */
    static Served connect(Stage stage) {
        URI link = stage.adasLink();
        var browser = stage.adasBrowser();
        browser.signIn(stage.actingVault(), stage.platform().person(ADA, "member"));
        var page = browser.follow(link);
        Check.same("the page that Ada gets in the end", 200, page.status());
        remember(browser, stage.secrets());
        String id = link.getPath().substring(link.getPath().lastIndexOf('/') + 1);
        var resolved = stage.adasStream()
                .await(AT_ONCE, "resolved prompt", prompt -> prompt.id().equals(id) && prompt.isResolved());
        stage.topic().await(AT_ONCE, "resolved prompt", prompt -> prompt.id().equals(id) && prompt.isResolved());
        Check.same("whose prompt was resolved", "user:" + ADA, resolved.owner());

        String token = stage.platform().execution(WORKSPACE, ADA);
        for (var lookup : stage.lookups()) {
            var served = lookup.served(lookup.user(token));
            stage.adasConnection(served);
            Check.same("whose connection it is", "user:" + ADA, served.owner());
            Check.that(
                    stage.provider().introspect(served.value()).active(),
                    "the token served over " + lookup.protocol() + " is not active");
        }
        return stage.adasConnection();
    }

    /** Cookies, codes and states went through the browser only; the vault must not keep them readable either. */
    private static void remember(Browser browser, UsedSecrets secrets) {
        browser.cookies().stream()
                .filter(value -> value.length() >= 16)
                .forEach(value -> secrets.add("a cookie of Ada's", value));
        for (URI uri : browser.visited()) {
            String query = uri.getQuery() == null ? "" : uri.getQuery();
            for (String pair : query.split("&")) {
                Map.of("code=", "an authorization code", "state=", "a state").forEach((prefix, name) -> {
                    if (pair.startsWith(prefix)) {
                        secrets.add(name, pair.substring(prefix.length()));
                    }
                });
            }
        }
    }
}

package dev.grantkeeper.system.story;

import static dev.grantkeeper.system.caller.Platform.APP;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class DefineTheApp implements Step {

    @Override
    public String title() {
        return "A developer defines app email-sequencer; wrong settings are refused";
    }

    @Override
    public String play(Stage stage) {
        var dashboard = stage.frontEnd(stage.platform().developer());
        var refused = dashboard
                .define("user", definition(stage, "ftp://nowhere/token"))
                .expect(400);
        Check.same("the reason of the refusal", "INVALID", refused.text("reason"));
        Check.same("the field that the refusal names", "settings.token_url", refused.text("errors.0.field"));
        Check.same(
                "what is defined after the refusal",
                0,
                dashboard.definitions().body().get("definitions").size());

        var user = dashboard
                .define(
                        "user",
                        definition(
                                stage,
                                stage.machine()
                                        .sandbox()
                                        .resolve("/oauth2/token")
                                        .toString()))
                .expect(201);
        Check.same("whether the client secret is set", "true", user.text("client_secret_set"));
        Check.that(!user.body().has("client_secret"), "the definition's answer carries the client secret");
        var workspace = dashboard.define("workspace", Map.of("type", "secret")).expect(201);
        Check.same("the workspace connection's type", "secret", workspace.text("type"));
        Check.same(
                "the number of definitions",
                2,
                dashboard.definitions().expect(200).body().get("definitions").size());
        return "refused: \"" + refused.text("errors.0.message") + "\"; defined: user connection (oauth2, version "
                + user.text("version") + ") and workspace connection (secret, version " + workspace.text("version")
                + ")";
    }

    private static Map<String, ?> definition(Stage stage, String tokenUrl) {
        URI provider = stage.machine().sandbox();
        var settings = new LinkedHashMap<String, Object>();
        settings.put("authorization_url", provider.resolve("/oauth2/authorize").toString());
        settings.put("token_url", tokenUrl);
        settings.put("revocation_url", provider.resolve("/oauth2/revoke").toString());
        settings.put("client_authentication", "basic");
        settings.put("scopes", List.of("sequences.read", "sequences.write"));
        settings.put("rotation", "strict");
        return Map.of(
                "type",
                "oauth2",
                "name",
                "Sandbox Mail",
                "settings",
                settings,
                "client_id",
                APP,
                "client_secret",
                stage.machine().credentials().clientSecret());
    }
}

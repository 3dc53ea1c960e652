package dev.grantkeeper.system.caller;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The platform's token issuer: mints what its users' apps, front ends and developers present to the vault. */
public final class Platform {

    public static final String APP = "email-sequencer";
    public static final String WORKSPACE = "acme";

    private final Http http = new Http();
    private final URI tokens;
    private final URI signInLinks;
    private final String bootstrapSecret;
    private final BiConsumer<String, String> minted;

    /** @param minted told the name and value of every token */
    public Platform(URI sandbox, String bootstrapSecret, BiConsumer<String, String> minted) {
        this.tokens = sandbox.resolve("/platform/tokens");
        this.signInLinks = sandbox.resolve("/platform/sign-in-links");
        this.bootstrapSecret = bootstrapSecret;
        this.minted = minted;
    }

    /** For one execution of the app, triggered by this user. Lives 15 minutes. */
    public String execution(String workspace, String user) {
        return mint(Map.of("caller", "execution", "workspace", workspace, "app", APP, "user", user));
    }

    /** For one execution of any app, triggered by this user of {@link #WORKSPACE}. */
    public String executionOf(String app, String user) {
        return mint(Map.of("caller", "execution", "workspace", WORKSPACE, "app", app, "user", user));
    }

    /** For one execution of the app that no user triggered. */
    public String executionOfNobody(String workspace) {
        return mint(Map.of("caller", "execution", "workspace", workspace, "app", APP));
    }

    /** For a person at the front end. */
    public String person(String user, String role) {
        return mint(Map.of("caller", "person", "workspace", WORKSPACE, "user", user, "role", role));
    }

    /** For the app's developer. */
    public String developer() {
        return developer(APP);
    }

    /** For the developer of any app. */
    public String developer(String app) {
        return mint(Map.of("caller", "developer", "app", app));
    }

    /** Signs the browser that opens it in as this person, once within an hour, and leads there. */
    public URI signInLink(String user, URI to) {
        return URI.create(http.sendJson(
                        "POST", signInLinks, "Bearer " + bootstrapSecret, Map.of("user", user, "to", to.toString()))
                .expect(201)
                .text("url"));
    }

    private String mint(Map<String, String> request) {
        String token = http.sendJson("POST", tokens, "Bearer " + bootstrapSecret, new HashMap<>(request))
                .expect(200)
                .text("access_token");
        minted.accept("the " + request.get("caller") + " token of " + request.getOrDefault("user", "nobody"), token);
        return token;
    }
}

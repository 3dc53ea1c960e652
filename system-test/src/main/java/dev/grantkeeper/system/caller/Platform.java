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
    private final String bootstrapSecret;
    private final BiConsumer<String, String> minted;

    /** @param minted told the name and value of every token */
    public Platform(URI sandbox, String bootstrapSecret, BiConsumer<String, String> minted) {
        this.tokens = sandbox.resolve("/platform/tokens");
        this.bootstrapSecret = bootstrapSecret;
        this.minted = minted;
    }

    /** For one execution of the app, triggered by this user. Lives 15 minutes. */
    public String execution(String workspace, String user) {
        return mint(Map.of("caller", "execution", "workspace", workspace, "app", APP, "user", user));
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
        return mint(Map.of("caller", "developer", "app", APP));
    }

    private String mint(Map<String, String> request) {
        String token = http.sendJson("POST", tokens, "Bearer " + bootstrapSecret, new HashMap<>(request))
                .expect(200)
                .text("access_token");
        minted.accept("the " + request.get("caller") + " token of " + request.getOrDefault("user", "nobody"), token);
        return token;
    }
}

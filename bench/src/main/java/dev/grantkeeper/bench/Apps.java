package dev.grantkeeper.bench;

import dev.grantkeeper.system.caller.Answer;
import dev.grantkeeper.system.caller.Http;
import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.caller.LookupRest;
import dev.grantkeeper.system.platform.TokenIssuer;
import java.net.URI;
import java.util.Map;

/** Apps that want an API key of the whole workspace: until an admin sets it, everybody in it who may is prompted. */
final class Apps {

    private final Http http = new Http();
    private final LookupRest lookup;
    private final URI vault;
    private final TokenIssuer issuer;

    Apps(URI vault, TokenIssuer issuer) {
        this.vault = vault;
        this.issuer = issuer;
        this.lookup = new LookupRest(vault);
    }

    void define(String app) {
        expect(
                200,
                http.sendJson(
                        "PUT",
                        vault.resolve("/v1/definitions/workspace"),
                        "Bearer " + issuer.developer(app),
                        Map.of("type", "secret")));
    }

    /**
     * The app asks for its key, which nobody has set.
     *
     * @return the prompt's id
     */
    String prompt(String workspace, String app) {
        var looked = lookup.workspace(issuer.execution(workspace, app, "admin-00001"));
        if (looked instanceof Looked.Refused refused && refused.details().containsKey("prompt_id")) {
            return refused.details().get("prompt_id");
        }
        throw new IllegalStateException("no prompt for " + app + ", but " + looked);
    }

    /** An admin sets the key, which resolves the prompt. */
    void resolve(String workspace, String app, String key) {
        expect(
                200,
                http.sendJson(
                        "PUT",
                        vault.resolve("/v1/apps/" + app + "/connections/workspace/secret"),
                        "Bearer " + issuer.person(workspace, "admin-00001", "admin"),
                        Map.of("value", key)));
    }

    private static void expect(int status, Answer answer) {
        if (answer.status() / 100 != status / 100) {
            throw new IllegalStateException(answer.toString());
        }
    }
}

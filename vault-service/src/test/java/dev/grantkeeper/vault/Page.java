package dev.grantkeeper.vault;

import dev.grantkeeper.testkit.browser.NodeRuntime;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The scripts of the console's module at the vault under test: asks for a key, seals, and sends. */
public final class Page {

    private static final Path SCRIPT =
            Path.of("src", "test", "js", "submit.mjs").toAbsolutePath();

    private final URI vault;
    private final TestIssuer.Token token;

    public Page(URI vault, TestIssuer.Token token) {
        this.vault = vault;
        this.token = token;
    }

    /** @param sent the whole body */
    public record Submitted(int status, String sent, String answered) {}

    /**
     * @param place whose sealing key is asked for
     * @param route below the place, to be put to
     * @param field of the secret in the clear
     * @param body what else is sent
     */
    public Submitted submit(String place, String route, String field, String secret, JsonObject body) {
        var told = new JsonObject()
                .put("vault", vault.toString().replaceAll("/$", ""))
                .put("authorization", token.bearer())
                .put("place", place)
                .put("route", route)
                .put("field", field)
                .put("secret", secret)
                .put("body", body);
        try {
            var file = Files.createTempFile("submission", ".json");
            try {
                Files.writeString(file, told.encode());
                var end = NodeRuntime.get().run(SCRIPT.getParent(), Map.of(), SCRIPT.toString(), file.toString());
                var said = new JsonObject(end.outputOrFail());
                return new Submitted(said.getInteger("status"), said.getString("sent"), said.getString("answered"));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

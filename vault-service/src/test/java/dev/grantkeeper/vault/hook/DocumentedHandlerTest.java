package dev.grantkeeper.vault.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.vault.HandlerServer;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handler that docs/hooks.md shows, as a process of its own. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class DocumentedHandlerTest {

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    TestVault vault;

    @TempDir
    private Path home;

    @Test
    void example_asDocumented_keepsConnectionsThatAreInUse() throws Exception {
        var office = Office.of(vault).offersSecret("user");
        var hook = new JsonObject().put("url", "http://127.0.0.1:9/not-yet");
        var secret = HandlerServer.register(office, "connection-removed", hook)
                .statusCode(201)
                .extract()
                .<String>path("secret");
        var handler = start(secret);
        try {
            var url = handler.inputReader().readLine();
            HandlerServer.register(office, "connection-removed", hook.put("url", url))
                    .statusCode(200);
            var id = office.putSecret(office.member("ada"), "user", "sk-1")
                    .statusCode(200)
                    .extract()
                    .<String>path("id");
            var sending = Files.createDirectory(home.resolve("sending")).resolve(id);
            Files.createFile(sending);

            Office.as(office.member("ada"))
                    .delete("/v1/connections/" + id)
                    .then()
                    .statusCode(422)
                    .body("app_message", equalTo("A sequence is running. Stop it before you disconnect."));
            office.lookUp("user", "ada").statusCode(200);

            Files.delete(sending);
            Office.as(office.member("ada"))
                    .delete("/v1/connections/" + id)
                    .then()
                    .statusCode(204);
            assertThat(unsigned(url)).isEqualTo(401);
        } finally {
            handler.destroyForcibly().waitFor();
        }
    }

    private Process start(String secret) throws IOException {
        var example = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "hooks.md")));
        assertThat(example.find()).isTrue();
        var source = Files.writeString(home.resolve("Handler.java"), example.group(1));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), source.toString())
                .directory(home.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().put("GRANTKEEPER_HOOK_SECRET", secret);
        return process.start();
    }

    private static int unsigned(String url) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"connection.removed\"}"))
                .header("webhook-id", "msg_1")
                .header("webhook-timestamp", Long.toString(System.currentTimeMillis() / 1000))
                .header("webhook-signature", "v1,bm90IG9uZQ==")
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}

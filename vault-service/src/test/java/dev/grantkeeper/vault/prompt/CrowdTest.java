package dev.grantkeeper.vault.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everybody of a large workspace has its front end open. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class CrowdTest {

    private static final int PEOPLE = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    TestVault vault;

    @Inject
    PromptFeed feed;

    @TestHTTPResource
    URI address;

    @Test
    void streams_twoThousand_areAllToldOnceAndWithinASecond() throws Exception {
        var notes = NotesApp.define(vault);
        try (var crowd = new Crowd(address, PEOPLE)) {
            crowd.join(admins(notes));
            await().atMost(PATIENCE).until(() -> crowd.snapshots() >= PEOPLE);

            // How long it takes is measured by bench/run prompts.
            for (var round = 0; round < 5; round++) {
                var prompt = notes.mustAuthenticate("workspace", "ada");
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(PATIENCE)
                        .until(() -> crowd.told(prompt, "open") >= PEOPLE);
                notes.disconnect(notes.connect("workspace", notes.admin("grace")), notes.admin("grace"));
                await().atMost(PATIENCE).until(() -> crowd.told(prompt, "resolved") >= PEOPLE);
                assertThat(crowd.told(prompt, "open")).isEqualTo(PEOPLE);
                assertThat(crowd.told(prompt, "resolved")).isEqualTo(PEOPLE);
            }
        }
    }

    /** As after a restart: all look at what is open, and app code goes on asking. */
    @Test
    void streams_twoThousandLookAtOnce_lookUpsAreServedMeanwhile() throws Exception {
        var notes = NotesApp.define(vault);
        notes.connect("user", notes.member("ada"));
        var prompt = notes.mustAuthenticate("workspace", "ada");
        try (var crowd = new Crowd(address, PEOPLE)) {
            crowd.join(admins(notes));
            await().atMost(PATIENCE).until(() -> crowd.snapshots() >= PEOPLE);

            feed.promptsRestarted();
            feed.promptsRestarted();
            while (crowd.snapshots() < 2 * PEOPLE) {
                notes.lookUp("user", "ada").then().statusCode(200);
            }

            assertThat(notes.prompt(notes.admin("admin-0")).getString("prompt_id"))
                    .isEqualTo(prompt);
        }
    }

    private static List<String> admins(NotesApp notes) {
        return IntStream.range(0, PEOPLE)
                .mapToObj(i -> notes.admin("admin-" + i))
                .toList();
    }
}

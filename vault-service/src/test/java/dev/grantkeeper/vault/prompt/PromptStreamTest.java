package dev.grantkeeper.vault.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.EventSchemas;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class PromptStreamTest {

    TestVault vault;

    @Inject
    PromptFeed feed;

    @TestHTTPResource
    URI address;

    @Test
    void stream_promptOpensAndIsResolved_tellsTheOwnerAlone() throws Exception {
        var notes = NotesApp.define(vault);
        try (var ada = open(notes.member("ada"));
                var bob = open(notes.member("bob"));
                var grace = open(notes.admin("grace"));
                var rival = open(vault.rival().admin(notes.workspace(), "ada").bearer())) {
            assertThat(ada.status()).isEqualTo(200);
            assertThat(ada.header("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(ada.header("Cache-Control")).hasValue("no-store");
            for (var stream : new EventStream[] {ada, bob, grace, rival}) {
                assertEmptySnapshot(stream);
            }

            var prompt = notes.mustAuthenticate("user", "ada");
            assertPrompt(ada, prompt, "open");
            notes.connect("user", notes.member("ada"));
            var resolved = assertPrompt(ada, prompt, "resolved");
            assertThat(resolved.getString("resolved_by")).isEqualTo("ada");
            assertThat(resolved.containsKey("connect_url")).isFalse();

            var own = notes.mustAuthenticate("user", "bob");
            assertPrompt(bob, own, "open");
            var workspaces = notes.mustAuthenticate("workspace", "bob");
            assertPrompt(grace, workspaces, "open");

            assertThat(ada.pending()).isZero();
            assertThat(bob.pending()).isZero();
            assertThat(rival.pending()).isZero();
        }
    }

    @Test
    void stream_promptOpens_tellsWithinASecond() throws Exception {
        var notes = NotesApp.define(vault);
        try (var ada = open(notes.member("ada"))) {
            assertEmptySnapshot(ada);
            notes.mustAuthenticate("user", "ada");
            ada.next();
            notes.connect("user", notes.member("ada"));
            var connected = System.nanoTime();
            ada.next();
            assertThat(Duration.ofNanos(System.nanoTime() - connected)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void stream_openedAgain_startsWithWhatIsOpen() throws Exception {
        var notes = NotesApp.define(vault);
        var own = notes.mustAuthenticate("user", "ada");
        var workspaces = notes.mustAuthenticate("workspace", "ada");

        try (var member = open(notes.member("ada"));
                var admin = open(notes.admin("ada"))) {
            assertThat(ids(member.next())).containsExactly(own);
            assertThat(ids(admin.next())).containsExactly(own, workspaces);
        }
    }

    @Test
    void stream_changesMayHaveBeenMissed_getsANewSnapshot() throws Exception {
        var notes = NotesApp.define(vault);
        try (var ada = open(notes.member("ada"))) {
            assertEmptySnapshot(ada);
            feed.promptsRestarted();
            assertEmptySnapshot(ada);
        }
    }

    /** Kafka may bring a change long after the database has it: both here after the snapshot that knew of them. */
    @Test
    void stream_changesThatTheSnapshotKnewOf_areNotToldAgain() throws Exception {
        var notes = NotesApp.define(vault);
        var id = notes.mustAuthenticate("user", "ada");
        try (var ada = open(notes.member("ada"))) {
            var known = ada.next().data().getJsonArray("prompts").getJsonObject(0);
            var resolved = known.copy()
                    .put("prompt_id", UUID.randomUUID().toString())
                    .put("opened_at", Instant.now().minusSeconds(120).toString());
            var tenant = Tenant.parse(known.getString("tenant"));

            feed.prompted(tenant, Owner.user("ada"), known);
            feed.prompted(tenant, Owner.user("ada"), resolved);
            feed.prompted(tenant, Owner.user("ada"), resolved.copy().put("state", "resolved"));
            notes.connect("user", notes.member("ada"));

            assertPrompt(ada, id, "resolved");
        }
    }

    @Test
    void stream_vaultStops_ends() throws Exception {
        try (var ada = open(vault.issuer().member("acme", "ada").bearer())) {
            ada.next();
            feed.end(new ShutdownDelayInitiatedEvent());
            ada.ended().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void stream_tokenExpires_ends() throws Exception {
        var expiry = Instant.now().plusSeconds(3);
        var token = vault.issuer().member("acme", "ada").livingFor(Duration.ofSeconds(3));
        try (var ada = open(token.bearer())) {
            ada.next();
            ada.ended().get(10, TimeUnit.SECONDS);
            assertThat(Instant.now()).isBetween(expiry.minusSeconds(2), expiry.plusSeconds(2));
        }
    }

    @Test
    void stream_nothingHappens_showsThatItIsAlive() throws Exception {
        try (var ada = open(vault.issuer().member("acme", "ada").bearer())) {
            ada.next();
            assertThat(ada.nextOrComment().name()).isEqualTo("comment");
        }
    }

    @Test
    void stream_readerTooSlow_isDropped() throws Exception {
        var tenant = new Tenant("platform", "w-" + UUID.randomUUID());
        var prompt = new JsonObject()
                .put("app", "notes")
                .put("owner", new JsonObject().put("type", "user").put("id", "ada"))
                .put("state", "open")
                .put("opened_at", Instant.now().plusSeconds(60).toString())
                .put("padding", "x".repeat(10_000));
        try (var slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            var request = "GET /v1/prompts/stream HTTP/1.1\r\nHost: vault\r\nConnection: close\r\nAuthorization: "
                    + vault.issuer().member(tenant.workspace(), "ada").bearer() + "\r\n\r\n";
            slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = slow.getInputStream();
            assertThat(answer.read()).isEqualTo('H');

            await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (var i = 0; i < 500; i++) {
                    feed.prompted(
                            tenant,
                            Owner.user("ada"),
                            prompt.copy().put("prompt_id", UUID.randomUUID().toString()));
                }
                return feed.readersOf(tenant) == 0;
            });
            assertThat(drain(answer)).isPositive();
        }
    }

    private EventStream open(String authorization) throws Exception {
        var base = address.toString();
        return EventStream.open(base.endsWith("/") ? base.substring(0, base.length() - 1) : base, authorization);
    }

    private static void assertEmptySnapshot(EventStream stream) throws InterruptedException {
        var event = stream.next();
        assertThat(event.name()).isEqualTo("snapshot");
        assertThat(event.data().getJsonArray("prompts")).isEmpty();
    }

    private static JsonObject assertPrompt(EventStream stream, String id, String state) throws InterruptedException {
        var event = stream.next();
        assertThat(event.name()).isEqualTo("prompt");
        EventSchemas.assertPrompt(event.data().encode());
        assertThat(event.data().getString("prompt_id")).isEqualTo(id);
        assertThat(event.data().getString("state")).isEqualTo(state);
        return event.data();
    }

    private static List<String> ids(EventStream.Event snapshot) {
        assertThat(snapshot.name()).isEqualTo("snapshot");
        return snapshot.data().getJsonArray("prompts").stream()
                .map(prompt -> ((JsonObject) prompt).getString("prompt_id"))
                .toList();
    }

    /** Reads to the end, which has to come. */
    private static long drain(InputStream answer) throws Exception {
        long read = 0;
        for (var buffer = new byte[8192]; ; ) {
            var count = answer.read(buffer);
            if (count < 0) {
                return read;
            }
            read += count;
        }
    }
}

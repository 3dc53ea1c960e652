package dev.grantkeeper.vault.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.EventSchemas;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.TopicReader;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import dev.grantkeeper.vault.event.Topic;
import dev.grantkeeper.vault.event.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class PromptingTest {

    TestVault vault;

    @Inject
    Prompts prompts;

    @Inject
    PromptSweep sweep;

    @Inject
    Connections connections;

    @Inject
    ConnectionChanges changes;

    @Inject
    Transactions transactions;

    @Test
    void open_twentyAtOnce_isOnePromptAndOneEvent() throws Exception {
        var notes = NotesApp.define(vault);
        var ids = new HashSet<UUID>();
        for (var prompt : atOnce(20, () -> open(notes, 0))) {
            ids.add(prompt.id());
        }

        assertThat(ids).hasSize(1);
        assertThat(count("select count(*) from prompt where tenant = ?", notes.tenant()))
                .isEqualTo(1);
        assertThat(states(notes)).containsExactly("open never_connected");
    }

    @Test
    void open_connectionHasChanged_asksToLookAgain() throws Exception {
        var notes = NotesApp.define(vault);
        notes.connect("user", notes.member("ada"));

        assertThatThrownBy(() -> open(notes, 0))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.RENEWING));
        assertThat(count("select count(*) from prompt where tenant = ?", notes.tenant()))
                .isZero();
    }

    @Test
    void open_whileTheOwnerConnects_leavesNoPromptBehind() throws Exception {
        for (var round = 0; round < 10; round++) {
            var notes = NotesApp.define(vault);
            var work = List.<Supplier<Object>>of(
                    () -> notes.lookUp("user", "ada").statusCode(),
                    () -> notes.connect("user", notes.member("ada")),
                    () -> notes.lookUp("user", "ada").statusCode());
            atOnce(work);

            assertThat(notes.prompts(notes.member("ada")).getJsonArray("prompts"))
                    .isEmpty();
        }
    }

    @Test
    void open_alreadyOpen_keepsItsReason() throws Exception {
        var notes = NotesApp.define(vault);
        var connection = notes.connect("user", notes.member("ada"));
        tell(connection, Change.warned(AuthRequiredReason.EXPIRES_SOON));
        tell(connection, Change.failed(AuthRequiredReason.EXPIRED));

        assertThat(states(notes)).containsExactly("open expires_soon");
    }

    @Test
    void changed_everyKind_opensAndResolvesInOrder() throws Exception {
        var notes = NotesApp.define(vault);
        notes.mustAuthenticate("user", "ada");
        var connection = notes.connect("user", notes.member("ada"));
        tell(connection, Change.failed(AuthRequiredReason.GRANT_REVOKED));
        tell(connection, Change.renewed("worker-1"));
        tell(connection, Change.warned(AuthRequiredReason.SCOPES_MISSING));
        tell(connection, Change.renewed("worker-1"));
        notes.disconnect(connection, notes.member("ada"));

        assertThat(states(notes))
                .containsExactly(
                        "open never_connected",
                        "resolved never_connected by ada",
                        "open grant_revoked",
                        "resolved grant_revoked",
                        "open scopes_missing",
                        "resolved scopes_missing by ada");
    }

    @Test
    void sweep_resolvedLongAgo_isForgottenEverywhere() throws Exception {
        var notes = NotesApp.define(vault);
        notes.mustAuthenticate("user", "ada");
        notes.connect("user", notes.member("ada"));
        resolvedDaysAgo(notes, 31);
        run(sweep::sweep);

        assertThat(count("select count(*) from prompt where tenant = ?", notes.tenant()))
                .isZero();
        var told = told(notes);
        assertThat(told).hasSize(3);
        assertThat(told.get(2).value()).isNull();
    }

    @Test
    void sweep_promptedAgain_keepsTheTopicsNewerState() throws Exception {
        var notes = NotesApp.define(vault);
        notes.mustAuthenticate("user", "ada");
        var connection = notes.connect("user", notes.member("ada"));
        resolvedDaysAgo(notes, 31);
        notes.disconnect(connection, notes.member("ada"));
        notes.mustAuthenticate("user", "ada");
        run(sweep::sweep);

        assertThat(count("select count(*) from prompt where tenant = ?", notes.tenant()))
                .isEqualTo(1);
        assertThat(states(notes)).last().isEqualTo("open never_connected");
    }

    @Test
    void sweep_resolvedLately_isKept() throws Exception {
        var notes = NotesApp.define(vault);
        notes.mustAuthenticate("user", "ada");
        notes.connect("user", notes.member("ada"));
        resolvedDaysAgo(notes, 29);
        run(sweep::sweep);

        assertThat(count("select count(*) from prompt where tenant = ?", notes.tenant()))
                .isEqualTo(1);
    }

    private Prompt open(NotesApp notes, long generation) {
        var key = new ConnectionKey(Tenant.parse(notes.tenant()), notes.app(), Owner.user("ada"));
        return run(() -> prompts.open(key, generation, AuthRequiredReason.NEVER_CONNECTED, List.of()));
    }

    private void tell(String connection, Change change) {
        run(() -> transactions.inOne(() -> connections
                .lock(ConnectionId.parse(connection))
                .flatMap(found -> changes.tell(found.orElseThrow(), change))));
    }

    /** What the topic says of the one user's prompts, each checked against the contract. */
    private List<String> states(NotesApp notes) throws SQLException {
        return told(notes).stream()
                .map(ConsumerRecord::value)
                .peek(EventSchemas::assertPrompt)
                .map(JsonObject::new)
                .map(prompt -> prompt.getString("state") + " " + prompt.getString("reason")
                        + (prompt.containsKey("resolved_by") ? " by " + prompt.getString("resolved_by") : ""))
                .toList();
    }

    private List<ConsumerRecord<String, String>> told(NotesApp notes) {
        var key = notes.topicKey("user", "ada");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> count("select count(*) from outbox where key = ?", key) == 0);
        return TopicReader.ofKey(vault.kafka(), Topic.AUTH_REQUIRED.topicName(), key);
    }

    private void resolvedDaysAgo(NotesApp notes, int days) throws SQLException {
        try (var session = vault.sql();
                var update = session.prepareStatement("update prompt set opened_at = now() - make_interval(days => ?),"
                        + " resolved_at = now() - make_interval(days => ?) where tenant = ?")) {
            update.setInt(1, days + 1);
            update.setInt(2, days);
            update.setString(3, notes.tenant());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private long count(String sql, String parameter) throws SQLException {
        try (var session = vault.sql();
                var select = session.prepareStatement(sql)) {
            select.setString(1, parameter);
            var row = select.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    private static <T> List<T> atOnce(int times, Supplier<T> work) throws Exception {
        return atOnce(IntStream.range(0, times).mapToObj(i -> work).toList());
    }

    private static <T> List<T> atOnce(List<Supplier<T>> works) throws Exception {
        var start = new CyclicBarrier(works.size());
        var threads = Executors.newFixedThreadPool(works.size());
        try {
            var running = works.stream()
                    .map(work -> threads.submit(() -> {
                        start.await();
                        return work.get();
                    }))
                    .toList();
            var results = new ArrayList<T>();
            for (Future<T> result : running) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T run(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }
}

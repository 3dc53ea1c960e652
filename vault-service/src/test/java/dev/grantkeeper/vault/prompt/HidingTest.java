package dev.grantkeeper.vault.prompt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.EventSchemas;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.TopicReader;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.event.Topic;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.api.MapAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prompts that people put aside, and that come back. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class HidingTest {

    TestVault vault;

    @TestHTTPResource
    URI address;

    private NotesApp notes;
    private String ada;

    @BeforeEach
    void define() {
        notes = NotesApp.define(vault);
        ada = notes.member("ada");
    }

    @Test
    void snooze_ownPrompt_marksItInListsSnapshotsAndTheOtherTabs() throws Exception {
        var prompt = notes.mustAuthenticate("user", "ada");
        var until = Instant.now().plus(8, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
        try (var tab = open(ada)) {
            assertThat(tab.next().name()).isEqualTo("snapshot");

            var answered = answer(notes.snooze(prompt, ada, until));

            assertThat(answered.getString("snoozed_until")).isEqualTo(until.toString());
            assertThat(answered.getString("state")).isEqualTo("open");
            assertThat(told(tab, event -> event.containsKey("snoozed_until"))).isEqualTo(answered);
            assertThat(notes.prompt(ada)).isEqualTo(answered);
            try (var later = open(ada)) {
                assertThat(later.next().data().getJsonArray("prompts")).containsExactly(answered);
            }
        }
    }

    @Test
    void snooze_over_isMarkedNoMore() throws Exception {
        var prompt = notes.mustAuthenticate("user", "ada");
        answer(notes.snooze(prompt, ada, Instant.now().plusSeconds(60)));

        change("update prompt_hiding set until = now() - interval '1 s' where prompt_id = ?::uuid", prompt);

        assertMap(notes.prompt(ada)).doesNotContainKey("snoozed_until");
    }

    @Test
    void snooze_noTimeAhead_isInvalidAndHidesNothing() {
        var prompt = notes.mustAuthenticate("user", "ada");
        for (var body : List.of(
                until(Instant.now().minusSeconds(1)),
                until(Instant.now().plus(31, ChronoUnit.DAYS)),
                "{\"until\":\"soon\"}",
                "{\"until\":null}",
                "{}")) {
            notes.hide(prompt, "snooze", ada, body).statusCode(400).body("errors[0].field", equalTo("until"));
        }
        notes.hide(prompt, "snooze", ada, until(Instant.now().plus(30, ChronoUnit.DAYS)))
                .statusCode(200);
        answer(notes.show(prompt, "snooze", ada));

        assertMap(notes.prompt(ada)).doesNotContainKeys("snoozed_until", "dismissed");
    }

    @Test
    void dismiss_workspacesPrompt_hidesItForThisAdminAlone() throws Exception {
        var prompt = notes.mustAuthenticate("workspace", "ada");
        var grace = notes.admin("grace");
        var heidi = notes.admin("heidi");
        try (var other = open(heidi)) {
            other.next();

            var answered = answer(notes.dismiss(prompt, grace));

            assertThat(answered.getBoolean("dismissed")).isTrue();
            assertThat(notes.prompt(grace)).isEqualTo(answered);
            assertMap(notes.prompt(heidi)).doesNotContainKeys("dismissed", "hidden_by");
            answer(notes.snooze(prompt, heidi, Instant.now().plusSeconds(600)));
            // What Grace did changed nothing for Heidi, who is told of nothing but her own.
            assertMap(told(other, event -> true))
                    .containsKey("snoozed_until")
                    .doesNotContainKeys("dismissed", "hidden_by");
        }
        assertThat(hiddenBy(notes.topicKey("workspace", notes.workspace())))
                .extracting(hiding -> hiding.getString("user"))
                .containsExactly("grace", "heidi");
    }

    @Test
    void hideAndShow_eitherWay_lastWins() {
        var prompt = notes.mustAuthenticate("user", "ada");
        answer(notes.snooze(prompt, ada, Instant.now().plusSeconds(600)));
        assertMap(answer(notes.dismiss(prompt, ada)))
                .containsEntry("dismissed", true)
                .doesNotContainKey("snoozed_until");
        assertMap(answer(notes.snooze(prompt, ada, Instant.now().plusSeconds(600))))
                .containsKey("snoozed_until")
                .doesNotContainKey("dismissed");

        assertMap(answer(notes.show(prompt, "dismissal", ada))).doesNotContainKeys("snoozed_until", "dismissed");
    }

    @Test
    void hideAndShow_again_tellsNobodyTwice() {
        var prompt = notes.mustAuthenticate("user", "ada");
        var until = Instant.now().plusSeconds(600);
        for (var i = 0; i < 3; i++) {
            answer(notes.snooze(prompt, ada, until));
        }
        for (var i = 0; i < 3; i++) {
            answer(notes.dismiss(prompt, ada));
        }
        for (var i = 0; i < 3; i++) {
            answer(notes.show(prompt, "snooze", ada));
        }

        // Opened, snoozed, dismissed, shown again.
        assertThat(events(notes.topicKey("user", "ada"))).hasSize(4);
    }

    @Test
    void hideAndShow_somebodyElsesOrNone_isNotFound() {
        var own = notes.mustAuthenticate("user", "ada");
        var workspaces = notes.mustAuthenticate("workspace", "ada");
        for (var who : List.of(notes.member("bob"), notes.admin("grace"))) {
            assertNotFound(own, who);
        }
        assertNotFound(workspaces, ada);
        assertNotFound("5b0fbd4e-3a07-4f0c-8f55-6f4c1d9f0e11", ada);
        assertNotFound("no-uuid", ada);
    }

    @Test
    void dismiss_resolvedMeanwhile_answersThatAndHidesNothing() throws Exception {
        var prompt = notes.mustAuthenticate("user", "ada");
        notes.connect("user", ada);

        assertMap(answer(notes.dismiss(prompt, ada)))
                .containsEntry("state", "resolved")
                .containsEntry("resolved_by", "ada")
                .doesNotContainKey("dismissed");

        assertThat(hidings(prompt)).isZero();
        assertThat(events(notes.topicKey("user", "ada"))).hasSize(2);
    }

    @Test
    void dismiss_whileItIsResolved_neverTellsItOpenAfterwards() {
        for (var round = 0; round < 10; round++) {
            var other = NotesApp.define(vault);
            var member = other.member("ada");
            var prompt = other.mustAuthenticate("user", "ada");

            CompletableFuture.allOf(
                            CompletableFuture.runAsync(
                                    () -> other.dismiss(prompt, member).statusCode(200)),
                            CompletableFuture.runAsync(() -> other.connect("user", member)))
                    .join();

            assertThat(other.prompts(member).getJsonArray("prompts")).isEmpty();
            assertThat(events(other.topicKey("user", "ada")))
                    .last()
                    .satisfies(event -> assertThat(event.getString("state")).isEqualTo("resolved"));
        }
    }

    @Test
    void dismiss_openedAnewLater_isAnotherPromptAndShows() {
        var first = notes.mustAuthenticate("user", "ada");
        answer(notes.dismiss(first, ada));
        notes.disconnect(notes.connect("user", ada), ada);

        var second = notes.mustAuthenticate("user", "ada");

        assertThat(second).isNotEqualTo(first);
        assertMap(notes.prompt(ada)).doesNotContainKey("dismissed");
    }

    @Test
    void lookUp_dismissedAnHourAgo_showsThePromptAnew() throws Exception {
        var prompt = notes.mustAuthenticate("user", "ada");
        answer(notes.dismiss(prompt, ada));
        dismissedBefore(prompt, Duration.ofMinutes(61));
        try (var tab = open(ada)) {
            tab.next();

            assertThat(notes.mustAuthenticate("user", "ada")).isEqualTo(prompt);

            assertMap(told(tab, event -> !event.containsKey("dismissed"))).containsEntry("state", "open");
        }
        assertMap(notes.prompt(ada)).doesNotContainKey("dismissed");
        // Opened, dismissed, shown anew.
        assertThat(events(notes.topicKey("user", "ada"))).hasSize(3);
    }

    @Test
    void lookUp_dismissedLately_leavesItHidden() throws Exception {
        var prompt = notes.mustAuthenticate("user", "ada");
        answer(notes.dismiss(prompt, ada));
        dismissedBefore(prompt, Duration.ofMinutes(59));

        notes.mustAuthenticate("user", "ada");

        assertMap(notes.prompt(ada)).containsEntry("dismissed", true);
    }

    @Test
    void lookUp_dismissedAnHourAgoByOneOfTwo_showsItToThatOneAndLeavesSnoozesAlone() throws Exception {
        var prompt = notes.mustAuthenticate("workspace", "ada");
        answer(notes.dismiss(prompt, notes.admin("grace")));
        dismissedBefore(prompt, Duration.ofMinutes(61));
        answer(notes.dismiss(prompt, notes.admin("heidi")));
        answer(notes.snooze(prompt, notes.admin("ivan"), Instant.now().plusSeconds(600)));

        notes.mustAuthenticate("workspace", "ada");

        assertMap(notes.prompt(notes.admin("grace"))).doesNotContainKey("dismissed");
        assertMap(notes.prompt(notes.admin("heidi"))).containsEntry("dismissed", true);
        assertMap(notes.prompt(notes.admin("ivan"))).containsKey("snoozed_until");
        dismissedBefore(prompt, Duration.ofMinutes(61));
        notes.mustAuthenticate("workspace", "ada");
        assertMap(notes.prompt(notes.admin("heidi"))).doesNotContainKey("dismissed");
    }

    @Test
    void lookUp_manyAtOnceAfterAnHour_tellItOnce() throws Exception {
        var prompt = notes.mustAuthenticate("user", "ada");
        answer(notes.dismiss(prompt, ada));
        dismissedBefore(prompt, Duration.ofHours(2));

        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(i -> CompletableFuture.runAsync(
                                () -> assertThat(notes.lookUp("user", "ada").statusCode())
                                        .isIn(424, 503)))
                        .toArray(CompletableFuture[]::new))
                .join();
        // A machine that is too busy tells some to come back.
        notes.mustAuthenticate("user", "ada");

        // Opened, dismissed, shown anew.
        assertThat(events(notes.topicKey("user", "ada"))).hasSize(3);
    }

    @Test
    void lookUp_askedNotToPrompt_leavesItHidden() throws Exception {
        var prompt = notes.mustAuthenticate("user", "ada");
        answer(notes.dismiss(prompt, ada));
        dismissedBefore(prompt, Duration.ofHours(2));

        given().header(
                        "Authorization",
                        vault.issuer()
                                .execution(notes.workspace(), notes.app(), "ada")
                                .bearer())
                .get("/v1/lookup/user-connection?prompt=false")
                .then()
                .statusCode(424);

        assertMap(notes.prompt(ada)).containsEntry("dismissed", true);
    }

    private EventStream open(String authorization) throws Exception {
        return EventStream.open(address.toString().replaceFirst("/$", ""), authorization);
    }

    /** The first such event: one that tells what the snapshot has already may come before it. */
    private static JsonObject told(EventStream tab, Predicate<JsonObject> wanted) throws InterruptedException {
        while (true) {
            var event = tab.next();
            assertThat(event.name()).isEqualTo("prompt");
            EventSchemas.assertPrompt(event.data().encode());
            if (wanted.test(event.data())) {
                return event.data();
            }
        }
    }

    private static JsonObject answer(ValidatableResponse response) {
        var body = response.statusCode(200).extract().asString();
        Contract.assertKept("Prompt", body);
        EventSchemas.assertPrompt(body);
        return new JsonObject(body);
    }

    private void assertNotFound(String prompt, String who) {
        notes.dismiss(prompt, who).statusCode(404).body("reason", equalTo("NOT_FOUND"));
        notes.snooze(prompt, who, Instant.now().plusSeconds(60)).statusCode(404);
        notes.show(prompt, "dismissal", who).statusCode(404);
        notes.show(prompt, "snooze", who).statusCode(404);
    }

    private static MapAssert<String, Object> assertMap(JsonObject json) {
        return assertThat(json.getMap());
    }

    private static String until(Instant until) {
        return new JsonObject().put("until", until.toString()).encode();
    }

    private List<JsonObject> hiddenBy(String key) {
        var events = events(key);
        return events.get(events.size() - 1).getJsonArray("hidden_by").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private List<JsonObject> events(String key) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> count("select count(*) from outbox where key = ?", key) == 0);
        return TopicReader.ofKey(vault.kafka(), Topic.AUTH_REQUIRED.topicName(), key).stream()
                .peek(event -> EventSchemas.assertPrompt(event.value()))
                .map(event -> new JsonObject(event.value()))
                .toList();
    }

    private long hidings(String prompt) throws SQLException {
        return count("select count(*) from prompt_hiding where prompt_id = ?::uuid", prompt);
    }

    private void dismissedBefore(String prompt, Duration ago) throws SQLException {
        var seconds = ago.toSeconds();
        change(
                "update prompt_hiding set hidden_at = now() - interval '" + seconds
                        + " s' where prompt_id = ?::uuid and until is null",
                prompt);
        change("update prompt set dismissed_at = now() - interval '" + seconds + " s' where id = ?::uuid", prompt);
    }

    private void change(String sql, String id) throws SQLException {
        try (var session = vault.sql();
                var update = session.prepareStatement(sql)) {
            update.setString(1, id);
            assertThat(update.executeUpdate()).isPositive();
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
}

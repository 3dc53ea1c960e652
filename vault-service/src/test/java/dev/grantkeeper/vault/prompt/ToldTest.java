package dev.grantkeeper.vault.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToldTest {

    private static final Instant LOOKED_AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant LONG_BEFORE = LOOKED_AT.minusSeconds(61);
    private static final Instant BEFORE = LOOKED_AT.minusSeconds(59);
    private static final Instant AFTER = LOOKED_AT.plusSeconds(1);

    private final Told told = new Told();

    @BeforeEach
    void snapshot() {
        told.snapshot(new JsonArray().add(prompt("a", "open", LONG_BEFORE)), LOOKED_AT);
    }

    @Test
    void isNews_openOfTheSnapshot_isNot() {
        assertThat(told.isNews(prompt("a", "open", LONG_BEFORE))).isFalse();
        assertThat(told.isNews(prompt("a", "open", LONG_BEFORE.plusNanos(123)))).isFalse();
    }

    @Test
    void isNews_openOfTheSnapshotThatSaysSomethingElse_isOnce() {
        var other = prompt("a", "open", LONG_BEFORE).put("reason", "grant_revoked");

        assertThat(told.isNews(other)).isTrue();
        assertThat(told.isNews(other)).isFalse();
    }

    @Test
    void isNews_openedAfterTheSnapshot_isOnce() {
        assertThat(told.isNews(prompt("b", "open", AFTER))).isTrue();
        assertThat(told.isNews(prompt("b", "open", AFTER))).isFalse();
    }

    @Test
    void isNews_openThatTheSnapshotHadNot_isUnlessItMustHaveBeenResolved() {
        assertThat(told.isNews(prompt("b", "open", LONG_BEFORE))).isFalse();
        assertThat(told.isNews(prompt("c", "open", BEFORE))).isTrue();
        assertThat(told.isNews(prompt("c", "resolved", BEFORE))).isTrue();
    }

    @Test
    void isNews_resolved_isUnlessTheReaderDoesNotHaveIt() {
        assertThat(told.isNews(prompt("a", "resolved", LONG_BEFORE))).isTrue();
        assertThat(told.isNews(prompt("a", "resolved", LONG_BEFORE))).isFalse();
        assertThat(told.isNews(prompt("b", "resolved", BEFORE))).isFalse();
        assertThat(told.isNews(prompt("c", "resolved", AFTER))).isTrue();
    }

    @Test
    void isNews_afterAnotherSnapshot_goesByThat() {
        told.snapshot(new JsonArray().add(prompt("b", "open", AFTER)), AFTER.plusSeconds(60));

        assertThat(told.isNews(prompt("a", "open", LONG_BEFORE))).isFalse();
        assertThat(told.isNews(prompt("a", "resolved", LONG_BEFORE))).isFalse();
        assertThat(told.isNews(prompt("b", "open", AFTER))).isFalse();
    }

    @Test
    void isNews_followedByAnotherOfTheSameConnection_isNot() {
        told.snapshot(new JsonArray().add(prompt("b", "notes", "open", BEFORE.plusMillis(1))), LOOKED_AT);

        assertThat(told.isNews(prompt("a", "notes", "open", BEFORE))).isFalse();
        assertThat(told.isNews(prompt("a", "notes", "resolved", BEFORE))).isFalse();
        assertThat(told.isNews(prompt("c", "mail", "open", BEFORE))).isTrue();
        assertThat(told.isNews(prompt("b", "notes", "open", BEFORE.plusNanos(999_600))))
                .isFalse();
        assertThat(told.isNews(prompt("b", "notes", "resolved", BEFORE.plusNanos(999_600))))
                .isTrue();
    }

    private static JsonObject prompt(String id, String state, Instant openedAt) {
        return prompt(id, id, state, openedAt);
    }

    private static JsonObject prompt(String id, String app, String state, Instant openedAt) {
        return new JsonObject()
                .put("prompt_id", id)
                .put("app", app)
                .put("owner", new JsonObject().put("type", "user").put("id", "ada"))
                .put("state", state)
                .put("reason", "never_connected")
                .put("opened_at", openedAt.toString());
    }
}

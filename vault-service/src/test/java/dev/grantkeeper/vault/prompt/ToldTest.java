package dev.grantkeeper.vault.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.prompt.Told.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToldTest {

    private static final Instant LOOKED_AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant BEFORE = LOOKED_AT.minusSeconds(1);
    private static final Instant AFTER = LOOKED_AT.plusSeconds(1);

    private final Told told = new Told();

    @BeforeEach
    void snapshot() {
        told.snapshot(new JsonArray().add(prompt("a", "open", BEFORE)), LOOKED_AT);
    }

    @Test
    void change_openOfTheSnapshot_isKnown() {
        assertThat(told.change(prompt("a", "open", BEFORE))).isEqualTo(Verdict.KNOWN);
        assertThat(told.change(prompt("a", "open", BEFORE.plusNanos(123)))).isEqualTo(Verdict.KNOWN);
    }

    @Test
    void change_openOfTheSnapshotThatSaysSomethingElse_isNewsOnce() {
        var other = prompt("a", "open", BEFORE).put("reason", "grant_revoked");

        assertThat(told.change(other)).isEqualTo(Verdict.NEWS);
        assertThat(told.change(other)).isEqualTo(Verdict.KNOWN);
    }

    @Test
    void change_openedAfterTheSnapshot_isNewsOnce() {
        assertThat(told.change(prompt("b", "open", AFTER))).isEqualTo(Verdict.NEWS);
        assertThat(told.change(prompt("b", "open", AFTER))).isEqualTo(Verdict.KNOWN);
    }

    @Test
    void change_openThatTheSnapshotShouldHaveHad_isDoubtfulAsOftenAsItComes() {
        assertThat(told.change(prompt("b", "open", BEFORE))).isEqualTo(Verdict.DOUBTFUL);
        assertThat(told.change(prompt("b", "open", BEFORE))).isEqualTo(Verdict.DOUBTFUL);
    }

    @Test
    void change_resolved_isNewsUnlessTheSnapshotKnew() {
        assertThat(told.change(prompt("a", "resolved", BEFORE))).isEqualTo(Verdict.NEWS);
        assertThat(told.change(prompt("a", "resolved", BEFORE))).isEqualTo(Verdict.KNOWN);
        assertThat(told.change(prompt("b", "resolved", BEFORE))).isEqualTo(Verdict.KNOWN);
        assertThat(told.change(prompt("c", "resolved", AFTER))).isEqualTo(Verdict.NEWS);
    }

    @Test
    void snapshot_another_isWhatCounts() {
        told.snapshot(new JsonArray(), AFTER.plusSeconds(1));

        assertThat(told.change(prompt("a", "open", BEFORE))).isEqualTo(Verdict.DOUBTFUL);
        assertThat(told.change(prompt("b", "open", AFTER))).isEqualTo(Verdict.DOUBTFUL);
    }

    private static JsonObject prompt(String id, String state, Instant openedAt) {
        return new JsonObject()
                .put("prompt_id", id)
                .put("state", state)
                .put("reason", "never_connected")
                .put("opened_at", openedAt.toString());
    }
}

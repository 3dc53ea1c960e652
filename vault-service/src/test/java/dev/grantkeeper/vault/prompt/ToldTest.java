package dev.grantkeeper.vault.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ToldTest {

    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    private final Told told = new Told();

    @Test
    void isNews_olderThanWhatTheSnapshotHas_isNot() {
        told.snapshot(new JsonArray().add(prompt("notes", "ada", NOON)));

        assertThat(told.isNews(place("notes", "ada", NOON.minusMillis(1)))).isFalse();
        assertThat(told.isNews(place("notes", "ada", NOON))).isTrue();
        assertThat(told.isNews(place("notes", "ada", NOON.plusMillis(1)))).isTrue();
        assertThat(told.isNews(place("notes", "ada", NOON))).isFalse();
    }

    @Test
    void isNews_ofAnotherConnection_isWhateverItsAge() {
        told.snapshot(new JsonArray().add(prompt("notes", "ada", NOON)));

        assertThat(told.isNews(place("mail", "ada", NOON.minusMillis(1)))).isTrue();
        assertThat(told.isNews(place("notes", "bob", NOON.minusMillis(1)))).isTrue();
    }

    @Test
    void snapshot_next_isAllThatCounts() {
        told.snapshot(new JsonArray().add(prompt("notes", "ada", NOON)));
        told.snapshot(new JsonArray());

        assertThat(told.isNews(place("notes", "ada", NOON.minusMillis(1)))).isTrue();
    }

    private static Told.Place place(String app, String user, Instant opened) {
        return Told.Place.of(prompt(app, user, opened));
    }

    private static JsonObject prompt(String app, String user, Instant opened) {
        return new JsonObject()
                .put("app", app)
                .put("owner", new JsonObject().put("type", "user").put("id", user))
                .put("opened_at", opened.toString());
    }
}

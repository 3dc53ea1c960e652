package dev.grantkeeper.vault.prompt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.TestVault;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/** An app with secret connections of both kinds, in a workspace of its own; what people and it do through the API. */
record NotesApp(TestVault vault, String workspace, String app) {

    static NotesApp define(TestVault vault) {
        var notes = new NotesApp(vault, "w-" + UUID.randomUUID(), "notes-" + UUID.randomUUID());
        for (var owner : new String[] {"user", "workspace"}) {
            given().header("Authorization", vault.issuer().developer(notes.app).bearer())
                    .contentType(ContentType.JSON)
                    .body("{\"type\":\"secret\"}")
                    .put("/v1/definitions/" + owner)
                    .then()
                    .statusCode(201);
        }
        return notes;
    }

    String tenant() {
        return "platform/" + workspace;
    }

    String topicKey(String ownerKind, String ownerId) {
        return tenant() + "/" + app + "/" + ownerKind + "/" + ownerId;
    }

    String member(String user) {
        return vault.issuer().member(workspace, user).bearer();
    }

    String admin(String user) {
        return vault.issuer().admin(workspace, user).bearer();
    }

    Response lookUp(String ownerKind, String user) {
        return given().header(
                        "Authorization",
                        vault.issuer().execution(workspace, app, user).bearer())
                .get("/v1/lookup/" + ownerKind + "-connection");
    }

    /** Answers the id of the prompt that the lookup opened or found. */
    String mustAuthenticate(String ownerKind, String user) {
        return lookUp(ownerKind, user).then().statusCode(424).extract().path("prompt_id");
    }

    /** Answers the connection's id. */
    String connect(String ownerKind, String authorization) {
        return given().header("Authorization", authorization)
                .contentType(ContentType.JSON)
                .body("{\"value\":\"hunter2\"}")
                .put("/v1/apps/" + app + "/connections/" + ownerKind + "/secret")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    void disconnect(String connection, String authorization) {
        given().header("Authorization", authorization)
                .delete("/v1/connections/" + connection)
                .then()
                .statusCode(204);
    }

    /** @param how {@code snooze} or {@code dismissal} */
    ValidatableResponse hide(String prompt, String how, String authorization, String body) {
        var request = given().header("Authorization", authorization).contentType(ContentType.JSON);
        return (body.isEmpty() ? request : request.body(body))
                .put("/v1/prompts/" + prompt + "/" + how)
                .then();
    }

    ValidatableResponse snooze(String prompt, String authorization, Instant until) {
        return hide(
                prompt,
                "snooze",
                authorization,
                new JsonObject().put("until", until.toString()).encode());
    }

    ValidatableResponse dismiss(String prompt, String authorization) {
        return hide(prompt, "dismissal", authorization, "");
    }

    ValidatableResponse show(String prompt, String how, String authorization) {
        return given().header("Authorization", authorization)
                .delete("/v1/prompts/" + prompt + "/" + how)
                .then();
    }

    /** The only open prompt, as this person sees it. */
    JsonObject prompt(String authorization) {
        var open = prompts(authorization).getJsonArray("prompts");
        assertThat(open).hasSize(1);
        return open.getJsonObject(0);
    }

    JsonObject prompts(String authorization) {
        return new JsonObject(given().header("Authorization", authorization)
                .get("/v1/prompts")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}

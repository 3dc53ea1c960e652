package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.ErrorInfo;
import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultChannel;
import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc;
import dev.grantkeeper.wire.v1.GetConnectionRequest;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** App code requires scopes that nobody granted yet. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class RequiredScopesTest {

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Scene scene;
    private Browser ada;

    @BeforeEach
    void newScene() {
        scene = new Scene(vault, address).offering("user");
        scene.offering("user", offering(new JsonArray().add("calendar.read").add("calendar.write")));
        ada = scene.browser().signIn(scene.member("ada"));
    }

    @Test
    void requiredScope_notGranted_namesItAndItsLinkAsksForTheUnion() {
        scene.connect(ada, scene.member("ada"), "user");

        var refused = refused("mail.read calendar.read");

        Contract.assertKept("AuthRequiredProblem", refused.encode());
        assertThat(refused.getString("cause")).isEqualTo("scopes_missing");
        assertThat(refused.getString("missing_scopes")).isEqualTo("calendar.read");
        var asked = ada.visit("/connect/" + refused.getString("prompt_id"));
        assertThat(asked(asked)).containsExactlyInAnyOrder("mail.read", "mail.send", "calendar.read");

        ada.visit(scene.agree(Scene.location(asked)));
        assertThat(lookUp("mail.read calendar.read").statusCode()).isEqualTo(200);
    }

    @Test
    void requiredScopes_ofSeveralLookups_areAskedForTogether() {
        scene.connect(ada, scene.member("ada"), "user");

        var first = refused("calendar.read");
        var second = refused("calendar.write");

        assertThat(second.getString("prompt_id")).isEqualTo(first.getString("prompt_id"));
        assertThat(asked(ada.visit("/connect/" + first.getString("prompt_id"))))
                .containsExactlyInAnyOrder("mail.read", "mail.send", "calendar.read", "calendar.write");
    }

    @Test
    void requiredScope_neverConnected_isAskedForAtOnce() {
        var refused = refused("calendar.read");

        assertThat(refused.getString("cause")).isEqualTo("never_connected");
        assertThat(asked(ada.visit("/connect/" + refused.getString("prompt_id"))))
                .contains("calendar.read");
    }

    @Test
    void requiredScope_declinedByThePerson_promptsAgainWhenAskedAgain() {
        scene.connect(ada, scene.member("ada"), "user");
        var first = refused("calendar.read");
        var toProvider = Scene.location(ada.visit("/connect/" + first.getString("prompt_id")));

        ada.visit(scene.agree(toProvider.replaceFirst("([?&]scope=)[^&]*", "$1mail.read")));

        assertThat(scene.connected("user", "ada").getJsonArray("scopes")).containsExactly("mail.read");
        var second = refused("calendar.read");
        assertThat(second.getString("cause")).isEqualTo("scopes_missing");
        assertThat(second.getString("prompt_id")).isNotEqualTo(first.getString("prompt_id"));
    }

    @Test
    void scopesGrantedBefore_areAskedForAgainOnReconnect() {
        var both = new JsonObject().put("scopes", new JsonArray().add("calendar.read"));
        ada.visit(scene.agree(scene.begin(ada, scene.member("ada"), "user", both)));
        assertThat(lookUp("calendar.read").statusCode()).isEqualTo(200);

        var again = scene.begin(ada, scene.member("ada"), "user");

        assertThat(Scene.query(again).get("scope").split(" "))
                .containsExactlyInAnyOrder("mail.read", "mail.send", "calendar.read");
    }

    @Test
    void scope_notOffered_isRefusedWhereverItIsNamed() {
        var begun = ada.post(
                scene.authorizationPath("user"),
                scene.member("ada"),
                new JsonObject().put("scopes", new JsonArray().add("admin")).encode());

        assertThat(begun.statusCode()).isEqualTo(400);
        assertThat(lookUp("admin").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth_required", "disconnected"})
    void scopeNotOffered_connectionOver_isRefusedAndNobodyPrompted(String status) {
        scene.connect(ada, scene.member("ada"), "user");
        scene.sql("""
                update connection set status = ?, due_at = null, access_envelope = null, access_sealed_at = null,
                    refresh_envelope = null, refresh_sealed_at = null, refresh_generation = null
                where app = ?""", status, scene.app);

        assertThat(lookUp("admin").statusCode()).isEqualTo(400);

        assertThat(scene.sql("select count(*) from prompt where app = ? and resolved_at is null", scene.app))
                .isEqualTo(0L);
    }

    @Test
    void requiredScope_notGranted_isNamedOverGrpcToo() {
        scene.connect(ada, scene.member("ada"), "user");
        var question = GetConnectionRequest.newBuilder()
                .addRequiredScopes("calendar.read")
                .build();

        try (var channel = new VaultChannel(address)) {
            var lookup = ConnectionLookupGrpc.newBlockingStub(
                    channel.as(vault.issuer().execution(scene.workspace, scene.app, "ada")));
            assertThatThrownBy(() -> lookup.getUserConnection(question))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> assertThat(
                                    VaultChannel.detail(refused, ErrorInfo.class)
                                            .orElseThrow()
                                            .getMetadataMap())
                            .containsEntry("cause", "scopes_missing")
                            .containsEntry("missing_scopes", "calendar.read"));
        }
    }

    @Test
    void scopeWithdrawnByTheDeveloper_isAskedForNoMore() {
        var refused = refused("calendar.read");

        scene.offering("user", offering(new JsonArray()));

        assertThat(asked(ada.visit("/connect/" + refused.getString("prompt_id"))))
                .containsExactlyInAnyOrder("mail.read", "mail.send");
    }

    private JsonObject offering(JsonArray optional) {
        var definition = scene.oauth2();
        definition.getJsonObject("settings").put("optional_scopes", optional);
        return definition;
    }

    private JsonObject refused(String scopes) {
        var answer = lookUp(scopes);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(424);
        return new JsonObject(answer.body());
    }

    private HttpResponse<String> lookUp(String scopes) {
        var bearer = vault.issuer().execution(scene.workspace, scene.app, "ada").bearer();
        return scene.browser()
                .get(
                        "/v1/lookup/user-connection?required_scopes="
                                + URLEncoder.encode(scopes, StandardCharsets.UTF_8)
                                        .replace("+", "%20"),
                        bearer);
    }

    private static String[] asked(HttpResponse<String> toProvider) {
        return Scene.query(Scene.location(toProvider)).get("scope").split(" ");
    }
}

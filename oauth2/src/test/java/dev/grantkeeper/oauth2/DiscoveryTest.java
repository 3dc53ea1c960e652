package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8414 and OpenID Connect Discovery 1.0, against a real server. */
class DiscoveryTest {
    private static final String RFC_8414 = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private TokenClient client;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        client = new TokenClient(
                vertx, TokenClientOptions.defaults(UrlPolicy.LOOPBACK_HTTP, List.of()), InstantSource.system());
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.add(request.method() + " " + request.path());
                    var document = documents.get(request.path());
                    if (document == null) {
                        request.response().setStatusCode(404).end("{}");
                    } else if (document.startsWith("http")) {
                        request.response()
                                .setStatusCode(302)
                                .putHeader("Location", document)
                                .end();
                    } else {
                        request.response().end(document);
                    }
                })
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void discover_authorizationServerMetadata_becomesSettings() throws Exception {
        documents.put(
                RFC_8414,
                metadata("")
                        .put("revocation_endpoint", "https://provider.example/revoke")
                        .put("introspection_endpoint", "https://provider.example/introspect")
                        .put("authorization_response_iss_parameter_supported", true)
                        .put("token_endpoint_auth_methods_supported", list("client_secret_post", "none"))
                        .put("code_challenge_methods_supported", list("plain", "S256"))
                        .encode());

        assertThat(discover(""))
                .isEqualTo(new JsonObject()
                        .put("authorization_url", "https://provider.example/authorize")
                        .put("token_url", "https://provider.example/token")
                        .put("revocation_url", "https://provider.example/revoke")
                        .put("introspection_url", "https://provider.example/introspect")
                        .put("issuer", issuer("").toString())
                        .put("client_authentication", "post")
                        .put("pkce", true));
        assertThat(asked).containsExactly("GET " + RFC_8414);
    }

    @Test
    void discover_issuerWithPath_isAskedWhereEachStandardSays() throws Exception {
        documents.put("/realms/a" + OPENID, metadata("/realms/a").encode());

        var settings = discover("/realms/a");

        assertThat(asked).containsExactly("GET " + RFC_8414 + "/realms/a", "GET /realms/a" + OPENID);
        assertThat(settings.getString("client_authentication")).isEqualTo("basic");
        assertThat(settings.containsKey("issuer")).isFalse();
        assertThat(settings.containsKey("pkce")).isFalse();
    }

    @Test
    void discover_plainChallengesOnly_turnsPkceOff() throws Exception {
        documents.put(
                RFC_8414,
                metadata("")
                        .put("code_challenge_methods_supported", list("plain"))
                        .encode());

        assertThat(discover("").getBoolean("pkce")).isFalse();
    }

    @Test
    void discover_metadataOfAnotherIssuer_isNotBelieved() {
        documents.put(
                RFC_8414, metadata("").put("issuer", "https://other.example").encode());

        assertThatThrownBy(() -> discover(""))
                .hasRootCauseMessage(
                        "issuer is not what its metadata says it is (RFC 8414 section 3.3); state it to the letter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "no json", "", "{\"issuer\":7}", "null"})
    void discover_notMetadata_isRefusedByName(String document) {
        documents.put(RFC_8414, document);

        assertThatThrownBy(() -> discover(""))
                .hasRootCauseInstanceOf(InvalidSettings.class)
                .hasMessageContaining("issuer ");
    }

    @Test
    void discover_redirect_isNotFollowed() {
        documents.put(RFC_8414, issuer("") + OPENID);

        assertThatThrownBy(() -> discover("")).hasMessageContaining("publishes no metadata that could be read");
        assertThat(asked).hasSize(2);
    }

    @Test
    void discover_onlyProofsThereAreNotHere_isRefused() {
        documents.put(
                RFC_8414,
                metadata("")
                        .put("token_endpoint_auth_methods_supported", list("client_secret_jwt"))
                        .encode());

        assertThatThrownBy(() -> discover("")).hasMessageContaining("offers no client authentication");
    }

    /** RFC 8705 section 5. */
    @Test
    void discover_certificatesOnly_areShownWhereTheIssuerWantsThem() throws Exception {
        documents.put(
                RFC_8414,
                metadata("")
                        .put("token_endpoint_auth_methods_supported", list("tls_client_auth"))
                        .put(
                                "mtls_endpoint_aliases",
                                new JsonObject().put("token_endpoint", "https://mtls.provider.example/token"))
                        .encode());

        var settings = discover("");

        assertThat(settings.getString("client_authentication")).isEqualTo("mtls");
        assertThat(settings.getString("token_url")).isEqualTo("https://mtls.provider.example/token");
    }

    /** For clients alone, which no person is sent to. */
    @Test
    void discover_noAuthorizationEndpoint_isFoundAllTheSame() throws Exception {
        var metadata = metadata("");
        metadata.remove("authorization_endpoint");
        documents.put(RFC_8414, metadata.encode());

        assertThat(discover("").containsKey("authorization_url")).isFalse();
    }

    @Test
    void discover_bodyWithoutEnd_isGivenUp() {
        documents.put(RFC_8414, " ".repeat(10 * 1024 * 1024));

        assertThatThrownBy(() -> discover("")).hasMessageContaining("publishes no metadata that could be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://provider.example", "https://10.0.0.1", "https://provider.example?x=1", "ftp://a.example"
            })
    void discover_addressThatMustNotBeCalled_isRefused(String issuer) {
        assertThatThrownBy(() -> client.discover(URI.create(issuer))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(InvalidSettings.class);
    }

    private JsonObject discover(String path) throws Exception {
        return client.discover(issuer(path))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private JsonObject metadata(String path) {
        return new JsonObject()
                .put("issuer", issuer(path).toString())
                .put("authorization_endpoint", "https://provider.example/authorize")
                .put("token_endpoint", "https://provider.example/token");
    }

    private URI issuer(String path) {
        return URI.create("http://localhost:" + server.actualPort() + path);
    }

    private static JsonArray list(String... entries) {
        return new JsonArray(List.of(entries));
    }
}

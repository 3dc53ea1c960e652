package dev.grantkeeper.vault;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.TestIssuer.Token;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc.ConnectionLookupBlockingStub;
import dev.grantkeeper.wire.v1.GetConnectionRequest;
import dev.grantkeeper.wire.v1.ReportRejectedRequest;
import io.grpc.Status;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whoever knows the ids of another workspace's connection and prompt, and bears the same user's name, learns and changes
 * nothing there by any route or rpc: neither from a neighbour nor from a workspace that another issuer names alike.
 */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class OtherWorkspaceTest {

    private static final List<Function<Office, Office>> OUTSIDERS = List.of(Office::neighbour, Office::namesake);

    private record Route(Method method, String path, String body, Function<Office, Token> caller, int status) {}

    private record Rpc(
            String name, BiFunction<ConnectionLookupBlockingStub, String, Object> call, Status.Code status) {}

    TestVault vault;

    @TestHTTPResource
    URI address;

    private Office victim;
    private String connection;
    private String prompt;

    @BeforeEach
    void furnish() {
        victim = Office.of(vault).offersSecret("user").offersSecret("workspace");
        Office.as(victim.namesake().developer())
                .body("{\"type\":\"secret\"}")
                .put("/v1/definitions/user")
                .then()
                .statusCode(201);
        Office.as(victim.namesake().developer())
                .body("{\"type\":\"secret\"}")
                .put("/v1/definitions/workspace")
                .then()
                .statusCode(201);
        connection = victim.putSecret(victim.member("grace"), "user", "s3cret-of-grace")
                .extract()
                .path("id");
        prompt = victim.lookUp("workspace", "grace").statusCode(424).extract().path("prompt_id");
    }

    private List<Route> routes() {
        Function<Office, Token> execution = office -> office.execution("grace");
        Function<Office, Token> person = Office::admin;
        var secret = "/v1/apps/" + victim.app + "/connections/user/secret";
        var sealingKey = "/v1/apps/" + victim.app + "/connections/user/sealing-key";
        var client = "/v1/apps/" + victim.app + "/connections/user/client-credentials";
        var authorization = "/v1/apps/" + victim.app + "/connections/user/authorization";
        return List.of(
                new Route(Method.GET, "/v1/lookup/user-connection", "", execution, 424),
                new Route(Method.GET, "/v1/lookup/workspace-connection", "", execution, 424),
                new Route(Method.POST, "/v1/lookup/rejections", report(), execution, 404),
                new Route(Method.GET, "/v1/me", "", person, 200),
                new Route(Method.GET, "/v1/offers", "", person, 200),
                new Route(Method.GET, "/v1/connections", "", person, 200),
                new Route(Method.GET, "/v1/connections/" + connection, "", person, 404),
                new Route(Method.DELETE, "/v1/connections/" + connection, "", person, 404),
                new Route(Method.GET, "/v1/connections/" + connection + "/renewals", "", person, 404),
                new Route(Method.GET, "/v1/activity", "", person, 200),
                new Route(Method.GET, "/v1/activity?connection=" + connection, "", person, 404),
                new Route(Method.GET, "/v1/prompts", "", person, 200),
                new Route(Method.PUT, "/v1/prompts/" + prompt + "/snooze", snooze(), person, 404),
                new Route(Method.DELETE, "/v1/prompts/" + prompt + "/snooze", "", person, 404),
                new Route(Method.PUT, "/v1/prompts/" + prompt + "/dismissal", "", person, 404),
                new Route(Method.DELETE, "/v1/prompts/" + prompt + "/dismissal", "", person, 404),
                new Route(Method.POST, authorization, "{}", person, 409),
                new Route(Method.GET, sealingKey, "", person, 200),
                new Route(Method.PUT, client, "{}", person, 409),
                new Route(Method.PUT, secret, "{\"value\":\"theirs\"}", person, 200));
    }

    private static final List<Rpc> RPCS = List.of(
            new Rpc(
                    "GetUserConnection",
                    (stub, id) -> stub.getUserConnection(GetConnectionRequest.getDefaultInstance()),
                    Status.Code.FAILED_PRECONDITION),
            new Rpc(
                    "GetWorkspaceConnection",
                    (stub, id) -> stub.getWorkspaceConnection(GetConnectionRequest.getDefaultInstance()),
                    Status.Code.FAILED_PRECONDITION),
            new Rpc(
                    "ReportRejected",
                    (stub, id) -> stub.reportRejected(ReportRejectedRequest.newBuilder()
                            .setConnectionId(id)
                            .setGeneration(1)
                            .build()),
                    Status.Code.NOT_FOUND));

    @TestFactory
    Stream<DynamicTest> route_idsOfAnotherWorkspace_tellAndChangeNothing() {
        return OUTSIDERS.stream().map(outsider -> outsider.apply(victim)).flatMap(outsider -> routes().stream()
                .map(route -> DynamicTest.dynamicTest(outsider.workspace + " " + route, () -> {
                    var before = rows();

                    var request = Office.as(route.caller.apply(outsider));
                    var answer = (route.body.isEmpty() ? request : request.body(route.body))
                            .request(route.method, route.path)
                            .then()
                            .statusCode(route.status)
                            .extract()
                            .asString();

                    assertThat(answer).doesNotContain(connection, prompt, "s3cret-of-grace");
                    assertThat(rows()).isEqualTo(before);
                })));
    }

    @TestFactory
    Stream<DynamicTest> connectPage_promptOfAnotherWorkspace_isRefused() {
        return OUTSIDERS.stream()
                .map(outsider -> outsider.apply(victim))
                .map(outsider -> DynamicTest.dynamicTest(outsider.workspace, () -> {
                    var before = rows();

                    var bearer = outsider.admin().bearer();
                    given().redirects()
                            .follow(false)
                            .cookie("gk-session", bearer.substring(bearer.indexOf(' ') + 1))
                            .get("/connect/" + prompt)
                            .then()
                            .statusCode(403);

                    assertThat(rows()).isEqualTo(before);
                }));
    }

    @TestFactory
    Stream<DynamicTest> rpc_idsOfAnotherWorkspace_tellAndChangeNothing() {
        return OUTSIDERS.stream().map(outsider -> outsider.apply(victim)).flatMap(outsider -> RPCS.stream()
                .map(rpc -> DynamicTest.dynamicTest(outsider.workspace + " " + rpc.name, () -> {
                    var before = rows();
                    try (var channel = new VaultChannel(address)) {
                        var stub = ConnectionLookupGrpc.newBlockingStub(channel.as(outsider.execution("grace")));

                        var refused = Assertions.catchThrowable(() -> rpc.call.apply(stub, connection));

                        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(rpc.status);
                    }
                    assertThat(rows()).isEqualTo(before);
                })));
    }

    private static String snooze() {
        return new JsonObject()
                .put("until", Instant.now().plusSeconds(3600).toString())
                .encode();
    }

    private String report() {
        return new JsonObject()
                .put("connection_id", connection)
                .put("generation", 1)
                .encode();
    }

    /** All that the vault keeps of the victim's. */
    private List<Map<String, Object>> rows() {
        var tenant = "platform/" + victim.workspace;
        return victim.query(
                "select c::text from connection c where tenant = ?"
                        + " union all select p::text from prompt p where tenant = ?"
                        + " union all select h::text from prompt_hiding h join prompt p on p.id = prompt_id where tenant = ?"
                        + " order by 1",
                tenant,
                tenant,
                tenant);
    }
}

package dev.grantkeeper.vault;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.TestIssuer.Token;
import dev.grantkeeper.wire.v1.ConnectionLookupGrpc;
import dev.grantkeeper.wire.v1.RenewalGrpc;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Knocks at every route and rpc there is with every kind of token that must not open it. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class EntrancesTest {

    private static final String ID = UUID.randomUUID().toString();
    private static final List<ServiceDescriptor> SERVICES =
            List.of(ConnectionLookupGrpc.getServiceDescriptor(), RenewalGrpc.getServiceDescriptor());

    /** Who may enter. */
    private enum Caller {
        EXECUTION(office -> office.execution("ada"), token -> token.with("scope", "openid")),
        PERSON(office -> office.member("ada"), token -> token.with("role", null)),
        ADMIN(office -> office.admin(), token -> token.with("role", "member")),
        DEVELOPER(Office::developer, token -> token.with("scope", "connections:read")),
        WORKER(office -> office.worker(), token -> token.with("scope", null)),
        OPERATOR(Office::operator, token -> token.with("scope", "renewals"));

        private final Function<Office, Token> token;
        private final Function<Token, Token> crippled;

        Caller(Function<Office, Token> token, Function<Token, Token> crippled) {
            this.token = token;
            this.crippled = crippled;
        }
    }

    /** How the token is carried. */
    private enum Carrier {
        HEADER,
        COOKIE
    }

    /** @param also who else may enter */
    private record Route(String operation, Caller caller, Set<Caller> also, Carrier carrier, String path, String body) {

        static Route of(String operation, Caller caller, String path) {
            return new Route(operation, caller, Set.of(), Carrier.HEADER, path, "");
        }

        Route sending(String json) {
            return new Route(operation, caller, also, carrier, path, json);
        }

        Route byCookie() {
            return new Route(operation, caller, also, Carrier.COOKIE, path, body);
        }

        Route openTo(Caller other) {
            return new Route(operation, caller, Set.of(other), carrier, path, body);
        }
    }

    private static final List<Route> ROUTES = List.of(
            Route.of("GET /v1/lookup/user-connection", Caller.EXECUTION, "/v1/lookup/user-connection"),
            Route.of("GET /v1/lookup/workspace-connection", Caller.EXECUTION, "/v1/lookup/workspace-connection"),
            Route.of("POST /v1/lookup/rejections", Caller.EXECUTION, "/v1/lookup/rejections")
                    .sending("{\"connection_id\":\"" + ID + "\",\"generation\":1}"),
            Route.of("GET /v1/provider-templates", Caller.DEVELOPER, "/v1/provider-templates"),
            Route.of("GET /v1/definitions", Caller.DEVELOPER, "/v1/definitions"),
            Route.of("GET /v1/definitions/{}", Caller.DEVELOPER, "/v1/definitions/user"),
            Route.of("PUT /v1/definitions/{}", Caller.DEVELOPER, "/v1/definitions/user")
                    .sending("{\"type\":\"secret\"}"),
            Route.of("GET /v1/hooks", Caller.DEVELOPER, "/v1/hooks"),
            Route.of("PUT /v1/hooks/{}", Caller.DEVELOPER, "/v1/hooks/connection-added")
                    .sending("{\"url\":\"https://handler.example/hook\"}"),
            Route.of("POST /v1/hooks/{}/secret", Caller.DEVELOPER, "/v1/hooks/connection-removed/secret"),
            Route.of("DELETE /v1/hooks/{}", Caller.DEVELOPER, "/v1/hooks/connection-added"),
            Route.of("GET /v1/definitions/{}/sealing-key", Caller.DEVELOPER, "/v1/definitions/user/sealing-key"),
            Route.of("GET /v1/connections/{}/renewals", Caller.PERSON, "/v1/connections/" + ID + "/renewals"),
            Route.of("GET /v1/activity", Caller.PERSON, "/v1/activity"),
            Route.of("GET /v1/me", Caller.PERSON, "/v1/me").openTo(Caller.DEVELOPER),
            Route.of("GET /v1/offers", Caller.PERSON, "/v1/offers"),
            Route.of("GET /v1/connections", Caller.PERSON, "/v1/connections"),
            Route.of("GET /v1/connections/{}", Caller.PERSON, "/v1/connections/" + ID),
            Route.of("DELETE /v1/connections/{}", Caller.PERSON, "/v1/connections/" + ID),
            Route.of(
                    "GET /v1/apps/{}/connections/{}/sealing-key",
                    Caller.PERSON,
                    "/v1/apps/notes/connections/user/sealing-key"),
            Route.of("PUT /v1/apps/{}/connections/{}/secret", Caller.PERSON, "/v1/apps/notes/connections/user/secret")
                    .sending("{\"value\":\"s\"}"),
            Route.of(
                            "PUT /v1/apps/{}/connections/{}/client-credentials",
                            Caller.PERSON,
                            "/v1/apps/notes/connections/user/client-credentials")
                    .sending("{}"),
            Route.of(
                    "POST /v1/apps/{}/connections/{}/authorization",
                    Caller.PERSON,
                    "/v1/apps/notes/connections/user/authorization"),
            Route.of("GET /v1/prompts", Caller.PERSON, "/v1/prompts"),
            Route.of("GET /v1/prompts/stream", Caller.PERSON, "/v1/prompts/stream"),
            Route.of("PUT /v1/prompts/{}/snooze", Caller.PERSON, "/v1/prompts/" + ID + "/snooze")
                    .sending("{\"until\":\"2126-12-01T00:00:00Z\"}"),
            Route.of("DELETE /v1/prompts/{}/snooze", Caller.PERSON, "/v1/prompts/" + ID + "/snooze"),
            Route.of("PUT /v1/prompts/{}/dismissal", Caller.PERSON, "/v1/prompts/" + ID + "/dismissal"),
            Route.of("DELETE /v1/prompts/{}/dismissal", Caller.PERSON, "/v1/prompts/" + ID + "/dismissal"),
            Route.of("POST /v1/offboardings", Caller.ADMIN, "/v1/offboardings").sending("{\"user\":\"somebody\"}"),
            Route.of("GET /v1/offboardings/{}", Caller.ADMIN, "/v1/offboardings/" + ID),
            Route.of("GET /v1/dead-letters", Caller.OPERATOR, "/v1/dead-letters"),
            Route.of(
                    "POST /v1/dead-letters/{}/{}/{}/replay",
                    Caller.OPERATOR,
                    "/v1/dead-letters/grantkeeper.renewal.outcome.dlq/0/999999/replay"),
            Route.of("POST /v1/session", Caller.PERSON, "/v1/session"),
            Route.of("GET /v1/provider-clients", Caller.OPERATOR, "/v1/provider-clients"),
            Route.of("GET /v1/provider-clients/{}", Caller.OPERATOR, "/v1/provider-clients/" + ID),
            Route.of("PUT /v1/provider-clients/{}/limits", Caller.OPERATOR, "/v1/provider-clients/" + ID + "/limits")
                    .sending("{\"rate\":5}"),
            Route.of("POST /v1/provider-clients/{}/resume", Caller.OPERATOR, "/v1/provider-clients/" + ID + "/resume"),
            Route.of("GET /v1/cautious-mode", Caller.OPERATOR, "/v1/cautious-mode"),
            Route.of("PUT /v1/cautious-mode", Caller.OPERATOR, "/v1/cautious-mode")
                    .sending("{\"active\":false}"),
            Route.of("GET /connect/{}", Caller.PERSON, "/connect/" + ID).byCookie(),
            Route.of("POST /connect/{}", Caller.PERSON, "/connect/" + ID)
                    .sending("site=north")
                    .byCookie(),
            Route.of("GET /callback/{}/{}", Caller.PERSON, "/callback/platform/notes?state=s&code=c")
                    .byCookie());

    /** Callbacks look at the state first: one that is unknown is refused whoever comes. */
    private static final Set<String> JUDGED_BY_STATE = Set.of("GET /callback/{}/{}");

    TestVault vault;

    @TestHTTPResource
    URI address;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private Office office;
    private VaultChannel channel;

    @BeforeEach
    void open() {
        office = Office.of(vault);
        channel = new VaultChannel(address);
    }

    @AfterEach
    void close() {
        channel.close();
    }

    /** The kinds of token that nobody may enter with, by name. */
    private Map<String, Optional<String>> unacceptable(Caller caller) {
        var kinds = new LinkedHashMap<String, Optional<String>>();
        kinds.put("no token", Optional.empty());
        kinds.put("no JWT", Optional.of("Bearer opaque"));
        kinds.put("another scheme", Optional.of("Basic Z3JhY2U6aG9wcGVy"));
        Map<String, Function<Token, Token>> tokens = new LinkedHashMap<>();
        tokens.put("wrong audience", token -> token.forAudiences("another-service"));
        tokens.put("two audiences", token -> token.forAudiences("grantkeeper", "another-service"));
        tokens.put("no audience", token -> token.with("aud", null));
        tokens.put("expired", token -> token.livingFor(Duration.ofMinutes(-1)));
        tokens.put("never expiring", token -> token.with("exp", null));
        tokens.put("not valid yet", token -> token.with("nbf", System.currentTimeMillis() / 1000 + 3600));
        tokens.put("unsigned", Token::unsigned);
        tokens.put("public key as HMAC secret", Token::confused);
        tokens.put("signed by another key", Token::forged);
        tokens.put("key nobody has", token -> token.ofKey("made-up"));
        tokens.put("unknown issuer", token -> token.with("iss", "https://elsewhere.example"));
        tokens.put(
                "another issuer's name",
                token -> token.with("iss", vault.rival().uri().toString()));
        tokens.put("ID token", token -> token.ofType("JWT"));
        tokens.forEach((name, spoil) -> kinds.put(
                name, Optional.of(spoil.apply(caller.token.apply(office)).bearer())));
        return kinds;
    }

    /** Good tokens that entitle to something else, by name. */
    private Map<String, Optional<String>> unentitled(Caller caller, Set<Caller> also) {
        var kinds = new LinkedHashMap<String, Optional<String>>();
        kinds.put(
                "without its scope or role",
                Optional.of(caller.crippled.apply(caller.token.apply(office)).bearer()));
        for (var other : Caller.values()) {
            var mayMore = caller == Caller.PERSON && other == Caller.ADMIN || also.contains(other);
            if (other != caller && !mayMore) {
                kinds.put(
                        "token of " + other,
                        Optional.of(other.token.apply(office).bearer()));
            }
        }
        return kinds;
    }

    @TestFactory
    Stream<DynamicTest> route_anyTokenThatMustNotOpenIt_refuses() {
        return ROUTES.stream().flatMap(route -> {
            var tests = new ArrayList<DynamicTest>();
            var refused = route.carrier == Carrier.COOKIE && JUDGED_BY_STATE.contains(route.operation) ? 400 : 401;
            unacceptable(route.caller)
                    .forEach((name, token) -> tests.add(DynamicTest.dynamicTest(
                            route.operation + ": " + name, () -> assertRefused(route, token, refused))));
            unentitled(route.caller, route.also)
                    .forEach((name, token) -> tests.add(DynamicTest.dynamicTest(
                            route.operation + ": " + name,
                            () -> assertRefused(route, token, route.carrier == Carrier.COOKIE ? refused : 403))));
            return tests.stream();
        });
    }

    @TestFactory
    Stream<DynamicTest> route_goodToken_opens() {
        return ROUTES.stream()
                .filter(route -> !JUDGED_BY_STATE.contains(route.operation))
                .map(route -> DynamicTest.dynamicTest(route.operation, () -> assertThat(knock(
                                        route,
                                        Optional.of(
                                                route.caller.token.apply(office).bearer()))
                                .statusCode())
                        .isNotIn(401, 403, 405, 500)));
    }

    @TestFactory
    Stream<DynamicTest> rpc_anyTokenThatMustNotOpenIt_refuses() {
        return rpcs().flatMap(rpc -> {
            var tests = new ArrayList<DynamicTest>();
            unacceptable(caller(rpc))
                    .forEach((name, token) -> tests.add(DynamicTest.dynamicTest(
                            rpc.getFullMethodName() + ": " + name,
                            () -> assertThat(call(rpc, token)).isEqualTo("UNAUTHENTICATED"))));
            unentitled(caller(rpc), Set.of())
                    .forEach((name, token) -> tests.add(DynamicTest.dynamicTest(
                            rpc.getFullMethodName() + ": " + name,
                            () -> assertThat(call(rpc, token)).isEqualTo("PERMISSION_DENIED"))));
            return tests.stream();
        });
    }

    @TestFactory
    Stream<DynamicTest> rpc_goodToken_opens() {
        return rpcs().map(rpc -> DynamicTest.dynamicTest(rpc.getFullMethodName(), () -> assertThat(
                        call(rpc, Optional.of(caller(rpc).token.apply(office).bearer())))
                .isNotIn("UNAUTHENTICATED", "PERMISSION_DENIED", "UNIMPLEMENTED", "INTERNAL", "UNKNOWN")));
    }

    @Test
    void routes_ofTheContract_areAllKnockedAt() {
        var wantingAToken = Contract.operations().entrySet().stream()
                .filter(operation -> !operation.getKey().contains(" /q/"))
                .filter(operation ->
                        operation.getValue().get("security").valueStream().noneMatch(way -> way.isEmpty()))
                .map(Map.Entry::getKey)
                .toList();

        assertThat(ROUTES).extracting(Route::operation).containsExactlyInAnyOrderElementsOf(wantingAToken);
    }

    @Test
    void routes_ofTheCode_areThoseOfTheContract() throws Exception {
        var contract = Contract.operations().keySet().stream()
                .filter(operation -> !operation.contains(" /q/"))
                .collect(toSet());

        assertThat(implemented()).containsExactlyInAnyOrderElementsOf(contract);
    }

    @Test
    void services_listedByReflection_areAllKnockedAt() throws Exception {
        var expected = SERVICES.stream().map(ServiceDescriptor::getName).toList();

        assertThat(reflected())
                .contains(expected.toArray(String[]::new))
                .allMatch(name -> expected.contains(name)
                        || name.startsWith("grpc.reflection.")
                        || name.equals("grpc.health.v1.Health"));
    }

    private Stream<MethodDescriptor<?, ?>> rpcs() {
        return SERVICES.stream().flatMap(service -> service.getMethods().stream());
    }

    private static Caller caller(MethodDescriptor<?, ?> rpc) {
        return rpc.getServiceName().endsWith(".ConnectionLookup") ? Caller.EXECUTION : Caller.WORKER;
    }

    private <Q, A> String call(MethodDescriptor<Q, A> rpc, Optional<String> authorization) {
        var nothing = rpc.parseRequest(InputStream.nullInputStream());
        try {
            ClientCalls.blockingUnaryCall(
                    authorization.map(channel::as).orElseGet(channel::anonymous), rpc, CallOptions.DEFAULT, nothing);
            return "OK";
        } catch (StatusRuntimeException failure) {
            return failure.getStatus().getCode().name();
        }
    }

    private void assertRefused(Route route, Optional<String> token, int status) throws IOException {
        var answer = knock(route, token);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        try (var body = answer.body()) {
            var text = new String(body.readAllBytes());
            if (route.carrier == Carrier.COOKIE) {
                assertThat(text).contains("<html");
                return;
            }
            Contract.assertKept("Problem", text);
            assertThat(new JsonObject(text).getString("reason"))
                    .isEqualTo(status == 401 ? "UNAUTHENTICATED" : "FORBIDDEN");
        }
        if (status == 401) {
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Bearer");
        }
    }

    private HttpResponse<InputStream> knock(Route route, Optional<String> authorization) {
        var request = HttpRequest.newBuilder(address.resolve(route.path))
                .method(
                        route.operation.substring(0, route.operation.indexOf(' ')),
                        route.body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(route.body))
                .header(
                        "Content-Type",
                        route.carrier == Carrier.COOKIE ? "application/x-www-form-urlencoded" : "application/json");
        authorization.ifPresent(header -> {
            if (route.carrier == Carrier.HEADER) {
                request.header("Authorization", header);
            } else {
                request.header("Cookie", "gk-session=" + header.substring(header.indexOf(' ') + 1));
            }
        });
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<String> reflected() throws Exception {
        var names = new TreeSet<String>();
        var done = new CompletableFuture<Void>();
        var questions = ServerReflectionGrpc.newStub(channel.anonymous())
                .serverReflectionInfo(new StreamObserver<ServerReflectionResponse>() {
                    @Override
                    public void onNext(ServerReflectionResponse answer) {
                        answer.getListServicesResponse().getServiceList().stream()
                                .map(ServiceResponse::getName)
                                .forEach(names::add);
                        done.complete(null);
                    }

                    @Override
                    public void onError(Throwable fault) {
                        done.completeExceptionally(fault);
                    }

                    @Override
                    public void onCompleted() {
                        done.complete(null);
                    }
                });
        questions.onNext(
                ServerReflectionRequest.newBuilder().setListServices("*").build());
        done.get(10, TimeUnit.SECONDS);
        questions.onCompleted();
        return names;
    }

    /** Every route that a class of the vault answers. */
    private static Set<String> implemented() throws Exception {
        var classes = java.nio.file.Path.of("target", "classes");
        try (var files = Files.walk(classes)) {
            var routes = new TreeSet<String>();
            for (var file :
                    files.filter(file -> file.toString().endsWith("Rest.class")).toList()) {
                var name = classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                routes.addAll(routes(Class.forName(name)));
            }
            return routes;
        }
    }

    private static List<String> routes(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> verb(method)
                        .map(verb -> verb + " "
                                + Contract.nameless((path(resource.getAnnotation(Path.class))
                                                + path(method.getAnnotation(Path.class)))
                                        .replace("//", "/")))
                        .stream())
                .toList();
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String path(Path annotation) {
        return annotation == null ? "" : annotation.value();
    }
}

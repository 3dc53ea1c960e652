package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.catalogue.Catalogue;
import dev.grantkeeper.oauth2.catalogue.Template;
import dev.grantkeeper.oauth2.catalogue.YamlReader;
import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.testkit.authorization.RecordedCall;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What each provider documents of requests and answers, against the scriptable server. A fixture's kind is what is asked for:
 * {@code authorize}, {@code exchange} of a code ({@code then} is the second request, for a lasting token), {@code refresh},
 * {@code renew} with the access token at hand, or {@code mint} for the client alone. A request that succeeds says what is
 * expected of it.
 */
class CatalogueFixturesTest {
    private static final ClientIdentity CLIENT = new ClientIdentity("the-client", Optional.of(Token.of("the-secret")));
    private static final ClientIdentity KEYED_CLIENT = new ClientIdentity(
            "the-client",
            Optional.of(ClientAssertionTest.pem(
                    ClientAssertionTest.generate("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)))));
    private static final Set<String> BRINGS_THE_FIRST_TOKEN = Set.of("exchange", "mint");
    private static final Set<String> FIELDS = Set.of("form", "json", "query");
    private static final URI CALLBACK = URI.create("https://vault.example/callback/demo/app");
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("the-client:the-secret".getBytes(StandardCharsets.UTF_8));

    private static Vertx vertx;
    private static TokenClient tokens;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        tokens = new TokenClient(
                vertx, TokenClientOptions.defaults(UrlPolicy.LOOPBACK_HTTP, List.of()), InstantSource.system());
    }

    @AfterAll
    static void stop() throws Exception {
        tokens.close();
        await(vertx.close());
    }

    @TestFactory
    Stream<DynamicContainer> templates() {
        return Catalogue.builtIn().templates().stream()
                .map(template -> DynamicContainer.dynamicContainer(template.id(), fixtures(template)));
    }

    private static Stream<DynamicTest> fixtures(Template template) {
        JsonObject file = YamlReader.resource("/dev/grantkeeper/oauth2/fixtures/" + template.id() + ".yaml");
        Map<String, String> inputs = strings(file.getJsonObject("inputs", new JsonObject()));
        JsonArray fixtures = file.getJsonArray("fixtures");
        List<JsonObject> all = fixtures.stream().map(JsonObject.class::cast).toList();
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest("say what is expected", () -> checkExpectations(template, all))),
                all.stream()
                        .map(fixture -> DynamicTest.dynamicTest(
                                fixture.getString("name"), () -> play(template, inputs, fixture))));
    }

    /** A fixture that expects nothing would show nothing; what becomes of a refusal is what a fixture of one shows. */
    private static void checkExpectations(Template template, List<JsonObject> fixtures) {
        assertThat(fixtures).isNotEmpty();
        assertThat(fixtures.stream().filter(CatalogueFixturesTest::showsNothing))
                .extracting(fixture -> fixture.getString("name"))
                .as("without expect")
                .isEmpty();
        if (template.isVerified()) {
            assertThat(fixtures)
                    .as("a code exchanged, or a token for the client alone, with what the request has to bring")
                    .anyMatch(fixture -> BRINGS_THE_FIRST_TOKEN.contains(kind(fixture))
                            && isRenewed(fixture)
                            && FIELDS.stream().anyMatch(expected(fixture)::containsKey));
        }
    }

    private static boolean showsNothing(JsonObject fixture) {
        boolean refused = fixture.containsKey("outcome") && !isRenewed(fixture);
        boolean silent = !fixture.getJsonObject("request").containsKey("expect");
        return expected(fixture).isEmpty() && !(refused && silent);
    }

    private static String kind(JsonObject fixture) {
        return fixture.getJsonObject("request").getString("kind");
    }

    private static JsonObject expected(JsonObject fixture) {
        return fixture.getJsonObject("request").getJsonObject("expect", new JsonObject());
    }

    private static boolean isRenewed(JsonObject fixture) {
        return fixture.getJsonObject("outcome", new JsonObject())
                .getString("result", "")
                .equals("renewed");
    }

    private static void play(Template template, Map<String, String> inputs, JsonObject fixture) throws Exception {
        JsonObject request = fixture.getJsonObject("request");
        if (kind(fixture).equals("authorize")) {
            checkAuthorization(settings(template, inputs, request), expected(fixture));
            return;
        }
        List<JsonObject> calls = Stream.of(fixture, fixture.getJsonObject("then"))
                .filter(Objects::nonNull)
                .toList();
        try (var provider = ScriptableAuthorizationServer.start(InstantSource.system())) {
            provider.tokensAnywhere();
            calls.forEach(call -> provider.next(Endpoint.TOKEN, answer(call.getJsonObject("answer"))));
            ProviderSettings settings = moved(settings(template, inputs, request), provider);
            Outcome outcome = ask(settings, kind(fixture));
            assertThat(provider.calls()).as("requests").hasSameSizeAs(calls);
            for (int i = 0; i < calls.size(); i++) {
                checkRequest(provider.calls().get(i), expected(calls.get(i)));
            }
            checkOutcome(outcome, fixture.getJsonObject("outcome"));
            checkKept(settings, outcome, fixture);
        }
    }

    /** @param request whose {@code settings} stand for what a developer states beside the template */
    private static ProviderSettings settings(Template template, Map<String, String> inputs, JsonObject request) {
        JsonObject otherwise = request.getJsonObject("settings", new JsonObject());
        return template.settings(inputs, Set.of(), otherwise, UrlPolicy.HTTPS_ONLY)
                .settings();
    }

    private static Fault answer(JsonObject answer) {
        return Fault.answer(
                answer.getInteger("status"),
                Map.of("Content-Type", answer.getString("type")),
                answer.getString("body"));
    }

    /** The same settings, at a server of our own. */
    private static ProviderSettings moved(ProviderSettings settings, ScriptableAuthorizationServer provider) {
        JsonObject json = settings.toJson();
        for (String field : List.of("token_url", "refresh_url", "revocation_url", "introspection_url")) {
            move(json, field, provider);
        }
        for (String exchange : List.of("lasting_token", "renewal_by_access_token")) {
            Optional.ofNullable(json.getJsonObject(exchange)).ifPresent(stated -> move(stated, "url", provider));
        }
        return ProviderSettings.fromJson(json, UrlPolicy.LOOPBACK_HTTP);
    }

    private static void move(JsonObject json, String field, ScriptableAuthorizationServer provider) {
        Optional.ofNullable(json.getString(field))
                .map(URI::create)
                .ifPresent(url -> json.put(
                        field,
                        provider.issuer()
                                + url.getRawPath()
                                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery())));
    }

    private static Outcome ask(ProviderSettings settings, String kind) throws Exception {
        ClientIdentity client =
                settings.clientAuthentication() == ClientAuthentication.PRIVATE_KEY_JWT ? KEYED_CLIENT : CLIENT;
        assertThat(kind).isIn(kinds(settings));
        return switch (kind) {
            case "mint" ->
                await(tokens.renew(settings, client, Optional.empty(), settings.scopes())
                        .first());
            case "refresh" ->
                await(tokens.renew(settings, client, Optional.of(Token.of("rt-0")), List.of())
                        .first());
            case "renew" ->
                await(tokens.renew(settings, client, Optional.of(Token.of("at-0")), List.of())
                        .first());
            default ->
                await(tokens.exchangeCode(
                        settings, client, new CodeGrant(Token.of("the-code"), CALLBACK, pkce(settings))));
        };
    }

    /** What these settings can ask for. */
    private static List<String> kinds(ProviderSettings settings) {
        if (!settings.needsPerson()) {
            return List.of("mint");
        }
        return List.of("exchange", settings.renewalByAccessToken().isPresent() ? "renew" : "refresh");
    }

    private static Optional<Pkce> pkce(ProviderSettings settings) {
        return settings.pkce() ? Optional.of(Pkce.generate(new SecureRandom())) : Optional.empty();
    }

    private static void checkAuthorization(ProviderSettings settings, JsonObject expected) {
        assertThat(settings.needsPerson()).isTrue();
        URI url = new AuthorizationRequest(
                        settings, "the-client", CALLBACK, Token.of("the-state"), settings.scopes(), pkce(settings))
                .url();
        Map<String, String> query = FormEncoding.decode(url.getRawQuery());
        assertThat(query).containsAllEntriesOf(strings(expected.getJsonObject("query")));
        assertAbsent(query, expected);
        Optional.ofNullable(expected.getString("path"))
                .ifPresent(path -> assertThat(url.getPath()).isEqualTo(path));
    }

    private static void checkRequest(RecordedCall request, JsonObject expected) {
        JsonObject form = expected.getJsonObject("form");
        JsonObject json = expected.getJsonObject("json");
        JsonObject query = expected.getJsonObject("query");
        assertThat(request.method()).isEqualTo(expected.getString("method", "POST"));
        if (form != null) {
            assertThat(request.parameters()).containsAllEntriesOf(strings(form));
            assertAbsent(request.parameters(), expected);
        }
        if (json != null) {
            assertThat(strings(new JsonObject(request.body()))).containsAllEntriesOf(strings(json));
            assertAbsent(strings(new JsonObject(request.body())), expected);
        }
        if (query != null) {
            assertThat(FormEncoding.decode(request.query())).containsAllEntriesOf(strings(query));
            assertAbsent(FormEncoding.decode(request.query()), expected);
        }
        if (expected.getBoolean("basic", false)) {
            assertThat(request.headers().get("authorization")).isEqualTo(BASIC);
        }
        strings(expected.getJsonObject("headers", new JsonObject()))
                .forEach((name, value) -> assertThat(request.headers().get(name.toLowerCase(Locale.ROOT)))
                        .startsWith(value));
        Optional.ofNullable(expected.getString("path"))
                .ifPresent(path -> assertThat(request.path()).isEqualTo(path));
    }

    private static void checkOutcome(Outcome outcome, JsonObject expected) {
        assertThat(outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT)).isEqualTo(expected.getString("result"));
        if (outcome instanceof Outcome.Renewed renewed) {
            assertThat(renewed.accessToken()).isEqualTo(Token.of(expected.getString("access_token")));
            assertThat(renewed.refreshToken())
                    .isEqualTo(Optional.ofNullable(expected.getString("refresh_token"))
                            .map(Token::of));
            Optional.ofNullable(expected.getLong("expires_in"))
                    .map(Duration::ofSeconds)
                    .ifPresent(lifetime -> assertThat(renewed.lifetime()).contains(lifetime));
            Optional.ofNullable(expected.getJsonArray("scopes")).ifPresent(scopes -> assertThat(renewed.scopes())
                    .contains(scopes.stream().map(String.class::cast).toList()));
            Optional.ofNullable(expected.getJsonObject("captures"))
                    .ifPresent(captures -> assertThat(renewed.captured()).isEqualTo(strings(captures)));
        }
    }

    /** What would be shown of the account, where the fixture says: captures of callback and answer, and texts made of them. */
    private static void checkKept(ProviderSettings settings, Outcome outcome, JsonObject fixture) {
        JsonObject kept = fixture.getJsonObject("outcome").getJsonObject("kept");
        if (kept != null) {
            Map<String, List<String>> query = new LinkedHashMap<>();
            strings(fixture.getJsonObject("callback", new JsonObject()))
                    .forEach((name, value) -> query.put(name, List.of(value)));
            Map<String, String> found =
                    new LinkedHashMap<>(settings.answerShape().captures().ofCallback(query));
            found.putAll(((Outcome.Renewed) outcome).captured());
            assertThat(settings.captured(found)).isEqualTo(strings(kept));
        }
    }

    private static void assertAbsent(Map<String, String> fields, JsonObject expected) {
        JsonArray absent = expected.getJsonArray("absent", new JsonArray());
        assertThat(fields.keySet())
                .doesNotContainAnyElementsOf(
                        absent.stream().map(String.class::cast).toList().isEmpty()
                                ? List.of("-")
                                : absent.stream().map(String.class::cast).toList());
    }

    private static Map<String, String> strings(JsonObject object) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.forEach(entry -> strings.put(entry.getKey(), String.valueOf(entry.getValue())));
        return strings;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}

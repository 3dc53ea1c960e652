package dev.grantkeeper.vault.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a browser gets where the console is on. */
@QuarkusTest
@WithTestResource(
        value = VaultTestResource.class,
        initArgs = {
            @ResourceArg(name = "grantkeeper.console.enabled", value = "true"),
            @ResourceArg(
                    name = "grantkeeper.console.sign-in.issuer",
                    value = "https://id.example.com:8443/realms/acme"),
            @ResourceArg(name = "grantkeeper.console.sign-in.client-id", value = "console"),
            @ResourceArg(name = "grantkeeper.console.sign-in.scopes", value = "openid apps:write"),
            @ResourceArg(name = "grantkeeper.vault.public-url", value = "https://vault.example.com"),
            @ResourceArg(name = "quarkus.http.cors.origins", value = "https://app.example.com"),
        })
class ConsoleTest {

    private static final List<String> PAGES = List.of("connections", "apps", "activity", "callback");
    private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
    private static final Pattern IMPORT_MAP = Pattern.compile("<script type=\"importmap\">(.*?)</script>");

    TestVault vault;

    @Test
    void home_enabled_leadsToTheConnections() {
        assertThat(get("/console").statusCode(303).extract().header("Location")).endsWith("/console/connections");
    }

    @TestFactory
    Stream<DynamicTest> page_opened_saysWhereOneIsBeforeAnyScriptRuns() {
        return PAGES.stream()
                .map(page -> DynamicTest.dynamicTest(page, () -> {
                    var html = page(page);

                    assertThat(html)
                            .contains("place=\"" + page + "\"", "issuer=\"https://id.example.com:8443/realms/acme\"")
                            .contains("client-id=\"console\"", "scopes=\"openid apps:write\"")
                            .contains("class=\"skeleton\"")
                            .doesNotContain("{{", " style=", "<style");
                    if (page.equals("callback")) {
                        assertThat(html).doesNotContain("aria-current");
                    } else {
                        assertThat(html).containsIgnoringCase("<title>" + page + " · Grantkeeper</title>");
                        assertThat(html).containsOnlyOnce("href=\"/console/" + page + "\" aria-current=\"page\"");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> page_opened_forbidsTheBrowserWhateverIsNotNeeded() {
        return PAGES.stream()
                .map(page -> DynamicTest.dynamicTest(page, () -> {
                    var answer = get("/console/" + page).statusCode(200).extract();
                    var policy = policy(answer.header("Content-Security-Policy"));

                    assertThat(policy)
                            .containsExactlyInAnyOrder(
                                    "default-src 'none'",
                                    "script-src 'self' 'sha256-" + hash(importMap(answer.asString())) + "'",
                                    "style-src 'self'",
                                    "img-src 'self'",
                                    "connect-src 'self' https://id.example.com:8443",
                                    "frame-src 'self' https://id.example.com:8443",
                                    "form-action 'self'",
                                    "base-uri 'none'",
                                    "frame-ancestors 'none'",
                                    "require-trusted-types-for 'script'",
                                    "trusted-types lit-html");
                    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
                    assertThat(answer.header("Referrer-Policy"))
                            .isEqualTo(page.equals("callback") ? "strict-origin" : "same-origin");
                    assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin-allow-popups");
                    assertThat(answer.header("Permissions-Policy")).contains("camera=()", "geolocation=()");
                    assertThat(answer.header("Cache-Control"))
                            .isEqualTo(page.equals("callback") ? "no-store" : "no-cache");
                    assertThat(answer.contentType()).isEqualTo("text/html; charset=utf-8");
                }));
    }

    @Test
    void callback_inAFrameOfTheConsole_isAPageWithNothingInIt() {
        var framed = given().header("Sec-Fetch-Dest", "iframe").get("/console/callback?code=c&state=s");

        assertThat(framed.statusCode()).isEqualTo(200);
        assertThat(framed.asString()).doesNotContain("script", "code=c");
        assertThat(policy(framed.header("Content-Security-Policy")))
                .containsExactlyInAnyOrder("default-src 'none'", "base-uri 'none'", "frame-ancestors 'self'");
        assertThat(given().header("Sec-Fetch-Dest", "iframe")
                        .get("/console/connections")
                        .header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'");
    }

    @Test
    void importMap_inThePage_isWhatTheLocatorPublishes() {
        var published = get("/_importmap/generated_importmap.js")
                .statusCode(200)
                .extract()
                .asString();
        var json = published.substring(published.indexOf('{', published.indexOf("importmap")));

        var inPage = new JsonObject(importMap(page("connections"))).getJsonObject("imports");
        assertThat(inPage.fieldNames()).contains("lit", "lit/", "lit-html", "@lit/reactive-element");
        inPage.forEach(
                entry -> assertThat(json).contains("\"" + entry.getKey() + "\"", "\"" + entry.getValue() + "\""));
    }

    @Test
    void file_everyOneThatAPageNames_isThereAndKeptForGood() {
        var addresses = addresses(page("connections"));
        assertThat(addresses)
                .hasSizeGreaterThan(15)
                .anyMatch(address -> address.endsWith("/main.js"))
                .anyMatch(address -> address.startsWith("/_static/lit-html/"));

        for (var address : addresses) {
            var answer = get(address).statusCode(200).extract();
            assertThat(answer.header("X-Content-Type-Options")).as(address).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).as(address).contains("immutable");
            assertThat(answer.contentType()).as(address).matches("(text/javascript|text/css|image/svg\\+xml).*");
        }
    }

    @Test
    void file_askedForAgain_isNotSentAgain() {
        var address = addresses(page("connections")).stream()
                .filter(any -> any.endsWith("/console.css"))
                .findFirst()
                .orElseThrow();
        var first = get(address).statusCode(200).extract();

        given().header("If-None-Match", first.header("ETag"))
                .get(address)
                .then()
                .statusCode(304);
        given().header("If-None-Match", "\"another\"").get(address).then().statusCode(200);
    }

    @Test
    void file_byAFormerVersion_isServedAndNotKept() {
        var answer = get("/console/0123456789ab/main.js").statusCode(200).extract();

        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.asString()).contains("customElements.define('gk-console'");
    }

    @Test
    void file_forWhoTakesGzip_isCompressedAndTaggedApart() {
        var plain = given().config(RestAssured.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .get("/console/console.css");
        var zipped = given().header("Accept-Encoding", "gzip").get("/console/console.css");

        assertThat(zipped.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(zipped.header("Vary")).isEqualToIgnoringCase("Accept-Encoding");
        assertThat(zipped.asString()).isEqualTo(plain.asString());
        assertThat(zipped.header("ETag")).isNotEqualTo(plain.header("ETag"));
    }

    @TestFactory
    Stream<DynamicTest> file_thatIsNone_isNotFound() {
        return Stream.of(
                        "/console/nothing",
                        "/console/page.html",
                        "/console/../application.properties",
                        "/console/..%2f..%2fapplication.properties",
                        "/embed/nothing.js",
                        "/embed/vendor/",
                        "/embed/vendor/README.md")
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    var answer = given().urlEncodingEnabled(false).get(path);
                    assertThat(answer.statusCode()).isIn(404, 400);
                    assertThat(answer.asString()).doesNotContain("quarkus.", "customElements");
                }));
    }

    @Test
    void embedded_fromAnotherOrigin_isServedToAnybody() {
        var answer = given().header("Origin", "https://some.example.org")
                .get("/embed/seal.js")
                .then()
                .statusCode(200)
                .extract();

        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.contentType()).startsWith("text/javascript");
    }

    @Test
    void api_fromAnotherOrigin_isStillRefused() {
        var office = Office.of(vault);

        var answer = Office.as(office.member("ada"))
                .header("Origin", "https://some.example.org")
                .get("/v1/connections");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    /** Behind a proxy that ends TLS, the vault's own pages look like another origin's. */
    @Test
    void api_fromTheConsoleItself_isServedWhateverOtherOriginsMayCall() {
        var office = Office.of(vault);

        assertThat(Office.as(office.member("ada"))
                        .header("Origin", "https://vault.example.com")
                        .post("/v1/session")
                        .statusCode())
                .isEqualTo(204);
        assertThat(Office.as(office.member("ada"))
                        .header("Origin", "https://app.example.com")
                        .post("/v1/session")
                        .header("Access-Control-Allow-Origin"))
                .isEqualTo("https://app.example.com");
    }

    @TestFactory
    Stream<DynamicTest> link_ofAPromptThatWantsSomethingTyped_leadsToTheConsole() {
        return Stream.of("user", "workspace")
                .map(owner -> DynamicTest.dynamicTest(owner, () -> {
                    var office = Office.of(vault).offersSecret(owner);
                    var asked = Office.as(office.execution("ada")).get("/v1/lookup/" + owner + "-connection");
                    var link = "/connect/" + new JsonObject(asked.asString()).getString("prompt_id");
                    var person = owner.equals("user") ? office.member("ada") : office.admin();

                    var answer = given().redirects()
                            .follow(false)
                            .header(
                                    "Cookie",
                                    "__Host-gk-session=" + person.bearer().substring("Bearer ".length()))
                            .get(link);

                    assertThat(answer.statusCode()).isEqualTo(303);
                    assertThat(answer.header("Location"))
                            .endsWith("/console/connections?connect=" + office.app + "." + owner);
                    assertThat(given().redirects().follow(false).get(link).statusCode())
                            .isEqualTo(401);
                }));
    }

    @Test
    void definitions_ofAnAppWithoutAny_sayWhatToRegister() {
        var office = Office.of(vault);

        var listed = Office.as(office.developer()).get("/v1/definitions").asString();

        Contract.assertKept("Definitions", listed);
        assertThat(new JsonObject(listed).getString("redirect_uri")).endsWith("/callback/platform/" + office.app);
    }

    private static ValidatableResponse get(String path) {
        return given().redirects().follow(false).get(path).then();
    }

    private static String page(String name) {
        return get("/console/" + name).statusCode(200).extract().asString();
    }

    private static String importMap(String html) {
        var found = IMPORT_MAP.matcher(html);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static String hash(String text) {
        return Base64.getEncoder().encodeToString(Asset.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> policy(String header) {
        return Arrays.stream(header.split(";")).map(String::trim).toList();
    }

    /** What the page has the browser load, its links to other pages left out. */
    private static Set<String> addresses(String html) {
        return ADDRESS.matcher(html)
                .results()
                .map(found -> found.group(1))
                .filter(address -> address.matches(".*\\.[a-z]+"))
                .collect(Collectors.toSet());
    }
}

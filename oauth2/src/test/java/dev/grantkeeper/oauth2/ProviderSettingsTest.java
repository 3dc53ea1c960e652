package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderSettingsTest {
    private static final URI TOKEN_URL = URI.create("https://p.example/token");

    @Test
    void fromJson_onlyTheUrls_hasTheDefaults() {
        ProviderSettings settings = ProviderSettings.fromJson(minimal(), UrlPolicy.HTTPS_ONLY);

        assertThat(settings.clientAuthentication()).isEqualTo(ClientAuthentication.POST);
        assertThat(settings.pkce()).isTrue();
        assertThat(settings.scopes()).isEmpty();
        assertThat(settings.scopeSeparator()).isEqualTo(" ");
        assertThat(settings.rotation()).isEqualTo(RotationPolicy.UNDECLARED);
        assertThat(settings.renewalUrl()).isEqualTo(settings.tokenUrl());
    }

    @Test
    void fromJson_everyField_isReadAndWrittenBackAlike() {
        JsonObject json = new JsonObject("""
                {
                  "authorization_url": "https://p.example/authorize?tenant=a",
                  "token_url": "https://p.example/token?region=eu%2F1",
                  "refresh_url": "https://p.example/refresh",
                  "revocation_url": "https://p.example/revoke",
                  "introspection_url": "https://p.example/introspect",
                  "issuer": "https://p.example",
                  "client_authentication": "basic",
                  "pkce": false,
                  "scopes": ["read", "write"],
                  "optional_scopes": ["admin"],
                  "scope_separator": ",",
                  "authorization_parameters": {"prompt": "consent", "access_type": "offline"},
                  "token_parameters": {"audience": "api"},
                  "rotation": "grace",
                  "rotation_grace_seconds": 60,
                  "default_lifetime_seconds": 7200,
                  "expiry_margin_seconds": 30,
                  "renewable_after_seconds": 86400,
                  "refresh_token_lifetime_seconds": 31536000,
                  "refresh_token_idle_seconds": 7776000,
                  "resource": "https://api.example/v2",
                  "parameter_names": {"client_id": "client_key", "scope": "user_scope"},
                  "omitted_parameters": ["response_type"],
                  "unencoded_parameters": ["user_scope"],
                  "authorization_fragment": "wechat_redirect",
                  "code_parameter": "auth_code",
                  "token_body": "json",
                  "exchange_parameters": {"format": "token"},
                  "refresh_parameters": {"mode": "renew"},
                  "token_headers": {"Accept": "application/json", "Notion-Version": "2022-06-28"},
                  "refresh_headers": {"X-Renew": "1"},
                  "response": {
                    "access_token": "data.access_token",
                    "expires_in": "data.0.expires",
                    "error": "data.error_code",
                    "expires_unit": "ms",
                    "success": {"path": "code", "equals": "0"}
                  },
                  "dead_grant_errors": ["invalid refresh token"]
                }
                """);

        ProviderSettings settings = ProviderSettings.fromJson(json, UrlPolicy.HTTPS_ONLY);

        assertThat(settings.toJson()).isEqualTo(json);
        assertThat(ProviderSettings.fromJson(settings.toJson(), UrlPolicy.HTTPS_ONLY))
                .isEqualTo(settings);
        assertThat(settings.rotation()).isEqualTo(RotationPolicy.grace(Duration.ofSeconds(60)));
        assertThat(settings.tokenUrl().getRawQuery()).isEqualTo("region=eu%2F1");
        assertThat(settings.renewalUrl()).hasToString("https://p.example/refresh");
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("faults")
    void fromJson_fault_namesTheFieldAndWhatToChange(String field, Object value, String hint) {
        InvalidSettings fault = refused(minimal().put(field, value), UrlPolicy.LOOPBACK_HTTP);

        assertThat(fault.field()).isEqualTo(field);
        assertThat(fault).hasMessageContaining(field).hasMessageContaining(hint);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"access_token\":\"a..b\"}; response.access_token; joined by dots",
                "{\"expires_unit\":\"h\"}; response.expires_unit; must be one of",
                "{\"expires\":\"x\"}; response.expires; is not a setting here",
                "{\"success\":{\"path\":\"code\"}}; response.success.equals; add equals",
                "{\"success\":{\"equals\":0}}; response.success.path; add path",
                "{\"success\":{\"path\":\"a b\",\"equals\":0}}; response.success.path; joined by dots"
            })
    void fromJson_faultInTheResponseMap_namesItsWholePath(String response, String field, String hint) {
        InvalidSettings fault = refused(minimal().put("response", new JsonObject(response)), UrlPolicy.HTTPS_ONLY);

        assertThat(fault.field()).isEqualTo(field);
        assertThat(fault).hasMessageContaining(field).hasMessageContaining(hint);
    }

    @Test
    void fromJson_assertionSettingsWithoutAKey_refused() {
        InvalidSettings fault = refused(minimal().put("assertion_key_id", "key-7"), UrlPolicy.HTTPS_ONLY);

        assertThat(fault.field()).isEqualTo("client_authentication");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_url", "refresh_url", "revocation_url"})
    void fromJson_certificateWithoutTls_refused(String field) {
        JsonObject json = minimal().put("client_authentication", "mtls");
        assertThat(ProviderSettings.fromJson(json, UrlPolicy.LOOPBACK_HTTP)
                        .toJson()
                        .getString("client_authentication"))
                .isEqualTo("mtls");

        InvalidSettings fault = refused(json.put(field, "http://localhost/token"), UrlPolicy.LOOPBACK_HTTP);

        assertThat(fault.field()).isEqualTo(field);
        assertThat(fault).hasMessageContaining("mtls");
    }

    @Test
    void fromJson_assertionSettings_areReadAndWrittenBackAlike() {
        JsonObject json = minimal()
                .put("client_authentication", "private_key_jwt")
                .put("assertion_key_id", "key-7")
                .put("assertion_audience", "https://p.example")
                .put("assertion_algorithm", "PS256");

        JsonObject written =
                ProviderSettings.fromJson(json, UrlPolicy.HTTPS_ONLY).toJson();

        assertThat(written.fieldNames()).containsAll(json.fieldNames());
        json.forEach(field -> assertThat(written.getValue(field.getKey())).isEqualTo(field.getValue()));
    }

    @Test
    void fromJson_staticParameterUnderAProvidersName_refused() {
        InvalidSettings fault = refused(
                minimal()
                        .put("parameter_names", new JsonObject().put("client_id", "client_key"))
                        .put("authorization_parameters", new JsonObject().put("client_key", "other")),
                UrlPolicy.HTTPS_ONLY);

        assertThat(fault.field()).isEqualTo("parameter_names");
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                arguments("assertion_algorithm", "HS256", "ES256, PS256, RS256"),
                arguments("assertion_key_id", " ", "1 to"),
                arguments("resource", "https://api.example/" + "x".repeat(2048), "shorten"),
                arguments("dead_grant_errors", many(), "at most 100"),
                arguments("unencoded_parameters", many(), "at most 100"),
                arguments("parameter_names", new JsonObject().put("client_id", "resource"), "something else"),
                arguments("token_headers", manyHeaders(), "at most 100"),
                arguments("token_body", "xml", "form, json, query"),
                arguments("resource", "api", "absolute"),
                arguments("resource", "https://api.example/#x", "fragment"),
                arguments("parameter_names", new JsonObject().put("state", "st"), "may only name"),
                arguments("parameter_names", new JsonObject().put("code_challenge", "cc"), "may only name"),
                arguments("parameter_names", new JsonObject().put("client_id", "state"), "state"),
                arguments("parameter_names", new JsonObject().put("client_id", "a&b"), "plain names"),
                arguments("parameter_names", new JsonObject().put("client_id", "resource"), "something else"),
                arguments(
                        "parameter_names",
                        new JsonObject().put("client_id", "k").put("scope", "k"),
                        "one name"),
                arguments("omitted_parameters", new JsonArray().add("state"), "may only name"),
                arguments("unencoded_parameters", new JsonArray().add("a b"), "plain names"),
                arguments("authorization_fragment", "a#b", "plain names"),
                arguments("code_parameter", "state", "something else"),
                arguments("code_parameter", "", "plain names"),
                arguments("exchange_parameters", new JsonObject().put("grant_type", "x"), "sends itself"),
                arguments("refresh_parameters", new JsonObject().put("refresh_token", "x"), "sends itself"),
                arguments("token_headers", new JsonObject().put("Authorization", "Basic eA=="), "sends itself"),
                arguments("token_headers", new JsonObject().put("Accept-Encoding", "gzip"), "sends itself"),
                arguments("token_headers", new JsonObject().put("host", "evil.example"), "sends itself"),
                arguments("token_headers", new JsonObject().put("X-A", "a\r\nHost: b"), "printable"),
                arguments("refresh_headers", new JsonObject().put("X A", "a"), "printable"),
                arguments("dead_grant_errors", new JsonArray().add("Token Revoked"), "lower case"),
                arguments("dead_grant_errors", new JsonArray().add("token\trevoked"), "printable ASCII"),
                arguments("dead_grant_errors", new JsonArray().add("x".repeat(101)), "at most 100 characters"),
                arguments("dead_grant_errors", new JsonArray().add(" "), "without spaces around it"),
                arguments("dead_grant_errors", new JsonArray().add("invalid_request"), "invalid_request"),
                arguments("dead_grant_errors", new JsonArray().add("invalid_client"), "invalid_client"),
                arguments("token_url", "http://p.example/token", "https"),
                arguments("token_url", "http://127.0.0.1.evil.example/token", "https"),
                arguments("token_url", "http://127.0.0.256/token", "https"),
                arguments("token_url", "http://2130706433/token", "https"),
                arguments("token_url", "http://[::ffff:127.0.0.1]/token", "https"),
                arguments("token_url", "ftp://p.example/token", "https"),
                arguments("token_url", "//p.example/token", "https"),
                arguments("token_url", "/token", "https"),
                arguments("token_url", "", "https"),
                arguments("token_url", "https:p.example", "https"),
                arguments("token_url", "https:///token", "https"),
                arguments("token_url", "javascript:alert(1)", "https"),
                arguments("token_url", "https://p.example/ token", "not a URL"),
                arguments("token_url", "https://bücher.example/token", "https"),
                arguments("token_url", "https://user:pass@p.example/token", "user name"),
                arguments("token_url", "https://@p.example/token", "user name"),
                arguments("token_url", "https://p.example/token#top", "fragment"),
                arguments("token_url", "https://p.example:0/token", "port"),
                arguments("token_url", "https://p.example:70000/token", "port"),
                arguments("token_url", "https://p.example/token?grant_type=password", "grant_type"),
                arguments("token_url", "https://p.example/token?a=1&Client_Secret=x", "client_secret"),
                arguments("token_url", "https://p.example/" + "x".repeat(2048), "2048"),
                arguments("token_url", 7, "a string"),
                arguments("token_url", null, "a string"),
                arguments("authorization_url", "http://p.example/authorize", "https"),
                arguments("authorization_url", "https://p.example/authorize?state=x", "state"),
                arguments("refresh_url", "refresh", "https"),
                arguments("revocation_url", "http://p.example", "https"),
                arguments("introspection_url", "http://p.example", "https"),
                arguments("issuer", "p.example", "https"),
                arguments("issuer", "https://p.example?x=1", "query"),
                arguments(
                        "client_authentication",
                        "BASIC",
                        "basic, basic_secret_only, mtls, none, post, private_key_jwt"),
                arguments(
                        "client_authentication",
                        "client_secret_jwt",
                        "basic, basic_secret_only, mtls, none, post, private_key_jwt"),
                arguments("pkce", "S256", "true or false"),
                arguments("scopes", "read write", "a list of strings"),
                arguments("scopes", new JsonArray().add(1), "a list of strings"),
                arguments("scopes", new JsonArray().addNull(), "a list of strings"),
                arguments("scopes", new JsonArray().add(""), "spaces"),
                arguments("scopes", new JsonArray().add("read write"), "spaces"),
                arguments("scopes", new JsonArray().add("read\nwrite"), "spaces"),
                arguments("scopes", new JsonArray().add("a").add("a"), "twice"),
                arguments(
                        "scopes",
                        new JsonArray(
                                IntStream.range(0, 101).mapToObj(i -> "s" + i).toList()),
                        "100"),
                arguments("optional_scopes", new JsonArray().add("a b"), "names without spaces"),
                arguments("optional_scopes", new JsonArray().add("a").add("a"), "names a scope twice"),
                arguments("scope_separator", "", "comma"),
                arguments("scope_separator", "&", "comma"),
                arguments("authorization_parameters", new JsonObject().put("client_secret", "x"), "client_secret"),
                arguments("authorization_parameters", new JsonObject().put("state", "x"), "state"),
                arguments("authorization_parameters", new JsonObject().put("redirect_uri", "x"), "redirect_uri"),
                arguments("authorization_parameters", new JsonObject().put("code_challenge", "x"), "code_challenge"),
                arguments("authorization_parameters", new JsonObject().put("request_uri", "x"), "request_uri"),
                arguments("authorization_parameters", new JsonObject().put("", "x"), "names"),
                arguments("authorization_parameters", new JsonObject().put("a", 1), "an object of strings"),
                arguments("authorization_parameters", new JsonArray(), "an object of strings"),
                arguments("token_parameters", new JsonObject().put("grant_type", "password"), "grant_type"),
                arguments("token_parameters", new JsonObject().put("Grant_Type", "password"), "grant_type"),
                arguments("token_parameters", new JsonObject().put("code", "x"), "code"),
                arguments("token_parameters", new JsonObject().put("refresh_token", "x"), "refresh_token"),
                arguments("rotation", "sometimes", "grace, none, strict, undeclared"),
                arguments("rotation_grace_seconds", 30, "set rotation to grace"),
                arguments("default_lifetime_seconds", 0, "between 1"),
                arguments("default_lifetime_seconds", 315360001, "between 1"),
                arguments("default_lifetime_seconds", 1.5, "whole number"),
                arguments("default_lifetime_seconds", -1, "whole number"),
                arguments("default_lifetime_seconds", "3600", "whole number"),
                arguments("expiry_margin_seconds", 0, "between 1"),
                arguments("renewable_after_seconds", 0, "between 1"),
                arguments("refresh_token_lifetime_seconds", 0, "between 1"),
                arguments("refresh_token_idle_seconds", 0, "between 1"),
                arguments("client_secret", "hunter2", "not a setting here"));
    }

    @ParameterizedTest
    @CsvSource({"authorization_url", "token_url"})
    void fromJson_urlMissing_namesTheField(String field) {
        JsonObject json = minimal();
        json.remove(field);

        assertThat(refused(json, UrlPolicy.HTTPS_ONLY).field()).isEqualTo(field);
    }

    @Test
    void fromJson_graceWithoutItsLength_namesTheField() {
        assertThat(refused(minimal().put("rotation", "grace"), UrlPolicy.HTTPS_ONLY)
                        .field())
                .isEqualTo("rotation_grace_seconds");
    }

    @Test
    void fromJson_parameterAlreadyInTheUrl_refused() {
        JsonObject json = minimal()
                .put("token_url", "https://p.example/token?audience=a")
                .put("token_parameters", new JsonObject().put("audience", "b"));

        assertThat(refused(json, UrlPolicy.HTTPS_ONLY).field()).isEqualTo("token_parameters");
    }

    @Test
    void fromJson_scopeContainsTheSeparator_refused() {
        JsonObject json = minimal().put("scopes", new JsonArray().add("a,b")).put("scope_separator", ",");

        assertThat(refused(json, UrlPolicy.HTTPS_ONLY).field()).isEqualTo("scopes");
    }

    @Test
    void fromJson_fault_repeatsNoValue() {
        JsonObject json = minimal().put("token_url", "https://user:hunter2@p.example/");

        assertThat(refused(json, UrlPolicy.HTTPS_ONLY)).hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"localhost:8080", "LOCALHOST", "127.0.0.1", "127.1.2.3:9", "[::1]:8080"})
    void urlPolicy_plainHttpToLoopback_onlyInDevelopment(String host) {
        JsonObject json = minimal().put("token_url", "http://" + host + "/token");

        assertThat(ProviderSettings.fromJson(json, UrlPolicy.LOOPBACK_HTTP)
                        .tokenUrl()
                        .getScheme())
                .isEqualTo("http");
        assertThat(refused(json, UrlPolicy.HTTPS_ONLY))
                .hasMessageContaining("development")
                .returns("token_url", InvalidSettings::field);
    }

    @Test
    void settings_collectionsChangedLater_keepTheirs() {
        List<String> scopes = new ArrayList<>(List.of("a"));
        ProviderSettings settings = ProviderSettings.builder(TOKEN_URL)
                .scopes(scopes)
                .tokenParameters(Map.of("x", "y"))
                .build(UrlPolicy.HTTPS_ONLY);

        scopes.add("b");

        assertThat(settings.scopes()).containsExactly("a");
        assertThatThrownBy(() -> settings.tokenParameters().put("z", "1"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static JsonObject minimal() {
        return new JsonObject()
                .put("authorization_url", "https://p.example/authorize")
                .put("token_url", "https://p.example/token");
    }

    private static InvalidSettings refused(JsonObject json, UrlPolicy policy) {
        return catchThrowableOfType(InvalidSettings.class, () -> ProviderSettings.fromJson(json, policy));
    }

    private static JsonArray many() {
        return new JsonArray(IntStream.range(0, 101).mapToObj(i -> "name-" + i).toList());
    }

    private static JsonObject manyHeaders() {
        JsonObject headers = new JsonObject();
        IntStream.range(0, 101).forEach(i -> headers.put("X-" + i, "x"));
        return headers;
    }
}

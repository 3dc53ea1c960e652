package dev.grantkeeper.oauth2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The JSON form of {@link ProviderSettings}. */
final class SettingsJson {
    private static final Set<String> FIELDS = Set.of(
            "authorization_url",
            "token_url",
            "refresh_url",
            "revocation_url",
            "introspection_url",
            "issuer",
            "client_authentication",
            "pkce",
            "scopes",
            "scope_separator",
            "authorization_parameters",
            "token_parameters",
            "rotation",
            "rotation_grace_seconds",
            "default_lifetime_seconds",
            "expiry_margin_seconds",
            "renewable_after_seconds",
            "refresh_token_lifetime_seconds",
            "refresh_token_idle_seconds");

    private static final Map<String, ClientAuthentication> AUTHENTICATIONS = new TreeMap<>(Map.of(
            "basic", ClientAuthentication.BASIC,
            "post", ClientAuthentication.POST,
            "none", ClientAuthentication.NONE));

    private static final Map<String, RotationPolicy.Kind> ROTATIONS = new TreeMap<>(Map.of(
            "undeclared", RotationPolicy.Kind.UNDECLARED,
            "none", RotationPolicy.Kind.NONE,
            "grace", RotationPolicy.Kind.GRACE,
            "strict", RotationPolicy.Kind.STRICT));

    private final JsonObject json;

    private SettingsJson(JsonObject json) {
        this.json = json;
    }

    static ProviderSettings read(JsonObject json, UrlPolicy policy) {
        json.fieldNames().stream()
                .filter(name -> !FIELDS.contains(name))
                .findFirst()
                .ifPresent(SettingsJson::unknown);
        return new SettingsJson(json).read(policy);
    }

    static JsonObject write(ProviderSettings settings) {
        JsonObject json = new JsonObject();
        settings.authorizationUrl().ifPresent(url -> json.put("authorization_url", url.toString()));
        json.put("token_url", settings.tokenUrl().toString());
        settings.refreshUrl().ifPresent(url -> json.put("refresh_url", url.toString()));
        settings.revocationUrl().ifPresent(url -> json.put("revocation_url", url.toString()));
        settings.introspectionUrl().ifPresent(url -> json.put("introspection_url", url.toString()));
        settings.issuer().ifPresent(url -> json.put("issuer", url.toString()));
        json.put("client_authentication", nameOf(AUTHENTICATIONS, settings.clientAuthentication()));
        json.put("pkce", settings.pkce());
        json.put("scopes", new JsonArray(new ArrayList<>(settings.scopes())));
        if (!settings.scopeSeparator().equals(ProviderSettingsBuilder.DEFAULT_SEPARATOR)) {
            json.put("scope_separator", settings.scopeSeparator());
        }
        putAll(json, "authorization_parameters", settings.authorizationParameters());
        putAll(json, "token_parameters", settings.tokenParameters());
        if (settings.rotation().kind() != RotationPolicy.Kind.UNDECLARED) {
            json.put("rotation", nameOf(ROTATIONS, settings.rotation().kind()));
        }
        if (settings.rotation().kind() == RotationPolicy.Kind.GRACE) {
            json.put("rotation_grace_seconds", settings.rotation().grace().toSeconds());
        }
        put(json, "default_lifetime_seconds", settings.defaultLifetime());
        put(json, "expiry_margin_seconds", settings.expiryMargin());
        put(json, "renewable_after_seconds", settings.renewableAfter());
        put(json, "refresh_token_lifetime_seconds", settings.refreshTokenLifetime());
        put(json, "refresh_token_idle_seconds", settings.refreshTokenIdle());
        return json;
    }

    private ProviderSettings read(UrlPolicy policy) {
        ProviderSettingsBuilder builder = ProviderSettings.builder(required("token_url"));
        builder.authorizationUrl(required("authorization_url"));
        url("refresh_url", builder::refreshUrl);
        url("revocation_url", builder::revocationUrl);
        url("introspection_url", builder::introspectionUrl);
        url("issuer", builder::issuer);
        choice("client_authentication", AUTHENTICATIONS).ifPresent(builder::clientAuthentication);
        value("pkce", Boolean.class, "true or false").ifPresent(builder::pkce);
        value("scopes", JsonArray.class, "a list of strings").map(this::scopes).ifPresent(builder::scopes);
        text("scope_separator").ifPresent(builder::scopeSeparator);
        parameters("authorization_parameters").ifPresent(builder::authorizationParameters);
        parameters("token_parameters").ifPresent(builder::tokenParameters);
        builder.rotation(new RotationPolicy(
                choice("rotation", ROTATIONS).orElse(RotationPolicy.Kind.UNDECLARED),
                seconds("rotation_grace_seconds").orElse(Duration.ZERO)));
        seconds("default_lifetime_seconds").ifPresent(builder::defaultLifetime);
        seconds("expiry_margin_seconds").ifPresent(builder::expiryMargin);
        seconds("renewable_after_seconds").ifPresent(builder::renewableAfter);
        seconds("refresh_token_lifetime_seconds").ifPresent(builder::refreshTokenLifetime);
        seconds("refresh_token_idle_seconds").ifPresent(builder::refreshTokenIdle);
        return builder.build(policy);
    }

    private URI required(String field) {
        return text(field)
                .map(text -> parse(field, text))
                .orElseThrow(() ->
                        new InvalidSettings(field, field + " is required; take it from the provider's documentation"));
    }

    private void url(String field, Consumer<URI> setter) {
        text(field).map(text -> parse(field, text)).ifPresent(setter);
    }

    private static URI parse(String field, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw new InvalidSettings(field, field + " is not a URL; write it like https://provider.example/oauth");
        }
    }

    private <T> Optional<T> choice(String field, Map<String, T> choices) {
        return text(field).map(text -> {
            if (!choices.containsKey(text)) {
                throw new InvalidSettings(field, field + " must be one of: " + String.join(", ", choices.keySet()));
            }
            return choices.get(text);
        });
    }

    private Optional<Duration> seconds(String field) {
        return value(field, Number.class, "a whole number of seconds").map(number -> {
            if (number.doubleValue() != number.longValue() || number.longValue() < 0) {
                throw new InvalidSettings(field, field + " must be a whole number of seconds");
            }
            return Duration.ofSeconds(number.longValue());
        });
    }

    private List<String> scopes(JsonArray array) {
        return array.stream()
                .map(scope -> typed("scopes", scope, String.class, "a list of strings"))
                .toList();
    }

    private Optional<Map<String, String>> parameters(String field) {
        return value(field, JsonObject.class, "an object of strings").map(object -> {
            Map<String, String> parameters = new LinkedHashMap<>();
            object.forEach(entry -> parameters.put(
                    entry.getKey(), typed(field, entry.getValue(), String.class, "an object of strings")));
            return parameters;
        });
    }

    private Optional<String> text(String field) {
        return value(field, String.class, "a string");
    }

    private <T> Optional<T> value(String field, Class<T> type, String shape) {
        return json.containsKey(field)
                ? Optional.of(typed(field, json.getValue(field), type, shape))
                : Optional.empty();
    }

    private static <T> T typed(String field, Object value, Class<T> type, String shape) {
        if (!type.isInstance(value)) {
            throw new InvalidSettings(field, field + " must be " + shape);
        }
        return type.cast(value);
    }

    private static void unknown(String name) {
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        throw new InvalidSettings(
                shown,
                shown + " is not a provider setting; known are: "
                        + FIELDS.stream().sorted().collect(Collectors.joining(", ")));
    }

    private static void put(JsonObject json, String field, Optional<Duration> time) {
        time.ifPresent(present -> json.put(field, present.toSeconds()));
    }

    private static void putAll(JsonObject json, String field, Map<String, String> parameters) {
        if (!parameters.isEmpty()) {
            json.put(field, new JsonObject(new LinkedHashMap<>(parameters)));
        }
    }

    private static <T> String nameOf(Map<String, T> choices, T choice) {
        return choices.entrySet().stream()
                .filter(entry -> entry.getValue().equals(choice))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}

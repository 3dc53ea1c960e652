package dev.grantkeeper.oauth2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JSON form of {@link ProviderSettings}. */
final class SettingsJson {
    private static final Set<String> FIELDS = Stream.of(
                    Set.of(
                            "authorization_url",
                            "token_url",
                            "refresh_url",
                            "revocation_url",
                            "introspection_url",
                            "issuer",
                            "resource",
                            "client_authentication",
                            "pkce",
                            "scopes",
                            "optional_scopes",
                            "scope_separator",
                            "authorization_parameters",
                            "token_parameters",
                            "rotation",
                            "rotation_grace_seconds",
                            "default_lifetime_seconds",
                            "expiry_margin_seconds",
                            "renewable_after_seconds",
                            "refresh_token_lifetime_seconds",
                            "refresh_token_idle_seconds"),
                    ClientAssertion.FIELDS,
                    Dialect.FIELDS,
                    TokenStyle.FIELDS,
                    AnswerShape.FIELDS)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final Map<String, ClientAuthentication> AUTHENTICATIONS = new TreeMap<>(Map.of(
            "basic", ClientAuthentication.BASIC,
            "basic_secret_only", ClientAuthentication.BASIC_SECRET_ONLY,
            "post", ClientAuthentication.POST,
            "private_key_jwt", ClientAuthentication.PRIVATE_KEY_JWT,
            "mtls", ClientAuthentication.MTLS,
            "none", ClientAuthentication.NONE));

    private static final Map<String, RotationPolicy.Kind> ROTATIONS = new TreeMap<>(Map.of(
            "undeclared", RotationPolicy.Kind.UNDECLARED,
            "none", RotationPolicy.Kind.NONE,
            "grace", RotationPolicy.Kind.GRACE,
            "strict", RotationPolicy.Kind.STRICT));

    private SettingsJson() {}

    static JsonObject write(ProviderSettings settings) {
        SettingsWriter json = new SettingsWriter();
        json.putUrl("authorization_url", settings.authorizationUrl());
        json.put("token_url", settings.tokenUrl().toString());
        json.putUrl("refresh_url", settings.refreshUrl());
        json.putUrl("revocation_url", settings.revocationUrl());
        json.putUrl("introspection_url", settings.introspectionUrl());
        json.putUrl("issuer", settings.issuer());
        json.put("client_authentication", AUTHENTICATIONS, settings.clientAuthentication());
        json.put("pkce", settings.pkce());
        json.put("scopes", new JsonArray(new ArrayList<>(settings.scopes())));
        if (!settings.scopeSeparator().equals(ProviderSettingsBuilder.DEFAULT_SEPARATOR)) {
            json.put("scope_separator", settings.scopeSeparator());
        }
        json.put("authorization_parameters", settings.authorizationParameters());
        json.put("token_parameters", settings.tokenParameters());
        if (settings.rotation().kind() != RotationPolicy.Kind.UNDECLARED) {
            json.put("rotation", ROTATIONS, settings.rotation().kind());
        }
        if (settings.rotation().kind() == RotationPolicy.Kind.GRACE) {
            json.put("rotation_grace_seconds", settings.rotation().grace().toSeconds());
        }
        json.putSeconds("default_lifetime_seconds", settings.defaultLifetime());
        json.putSeconds("expiry_margin_seconds", settings.expiryMargin());
        json.putSeconds("renewable_after_seconds", settings.renewableAfter());
        json.putSeconds("refresh_token_lifetime_seconds", settings.refreshTokenLifetime());
        json.putSeconds("refresh_token_idle_seconds", settings.refreshTokenIdle());
        json.putUrl("resource", settings.resource());
        settings.clientAssertion().write(json);
        settings.dialect().write(json);
        settings.tokenStyle().write(json);
        settings.answerShape().write(json);
        if (!settings.optionalScopes().isEmpty()) {
            json.put("optional_scopes", new JsonArray(new ArrayList<>(settings.optionalScopes())));
        }
        return json.json();
    }

    static ProviderSettings read(JsonObject json, UrlPolicy policy) {
        JsonFields fields = JsonFields.of(json, FIELDS);
        ProviderSettingsBuilder builder = ProviderSettings.builder(fields.required("token_url"));
        builder.authorizationUrl(fields.required("authorization_url"));
        fields.url("refresh_url").ifPresent(builder::refreshUrl);
        fields.url("revocation_url").ifPresent(builder::revocationUrl);
        fields.url("introspection_url").ifPresent(builder::introspectionUrl);
        fields.url("issuer").ifPresent(builder::issuer);
        fields.url("resource").ifPresent(builder::resource);
        fields.choice("client_authentication", AUTHENTICATIONS).ifPresent(builder::clientAuthentication);
        fields.flag("pkce").ifPresent(builder::pkce);
        fields.list("scopes").ifPresent(builder::scopes);
        fields.list("optional_scopes").ifPresent(builder::optionalScopes);
        fields.text("scope_separator").ifPresent(builder::scopeSeparator);
        fields.map("authorization_parameters").ifPresent(builder::authorizationParameters);
        fields.map("token_parameters").ifPresent(builder::tokenParameters);
        builder.rotation(new RotationPolicy(
                fields.choice("rotation", ROTATIONS).orElse(RotationPolicy.Kind.UNDECLARED),
                fields.seconds("rotation_grace_seconds").orElse(Duration.ZERO)));
        fields.seconds("default_lifetime_seconds").ifPresent(builder::defaultLifetime);
        fields.seconds("expiry_margin_seconds").ifPresent(builder::expiryMargin);
        fields.seconds("renewable_after_seconds").ifPresent(builder::renewableAfter);
        fields.seconds("refresh_token_lifetime_seconds").ifPresent(builder::refreshTokenLifetime);
        fields.seconds("refresh_token_idle_seconds").ifPresent(builder::refreshTokenIdle);
        builder.clientAssertion(ClientAssertion.read(fields));
        builder.dialect(Dialect.read(fields));
        builder.tokenStyle(TokenStyle.read(fields));
        builder.answerShape(AnswerShape.read(fields));
        return builder.build(policy);
    }
}

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
    private static final String LASTING_TOKEN = "lasting_token";
    private static final String RENEWAL_BY_ACCESS_TOKEN = "renewal_by_access_token";

    private static final Set<String> FIELDS = Stream.of(
                    Endpoints.FIELDS,
                    Set.of(
                            "grant",
                            "strategy",
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
                            LASTING_TOKEN,
                            RENEWAL_BY_ACCESS_TOKEN),
                    Lifetimes.FIELDS,
                    ClientAssertion.FIELDS,
                    Dialect.FIELDS,
                    TokenStyle.FIELDS,
                    AnswerShape.FIELDS)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final Map<String, GrantType> GRANTS = new TreeMap<>(Map.of(
            "authorization_code", GrantType.AUTHORIZATION_CODE,
            "client_credentials", GrantType.CLIENT_CREDENTIALS));

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
        settings.endpoints().write(json);
        if (settings.grant() != GrantType.AUTHORIZATION_CODE) {
            json.put("grant", GRANTS, settings.grant());
        }
        settings.strategy().ifPresent(name -> json.put("strategy", name));
        json.put("client_authentication", AUTHENTICATIONS, settings.clientAuthentication());
        json.put("pkce", settings.pkce());
        json.put("scopes", new JsonArray(new ArrayList<>(settings.scopes())));
        if (!settings.scopeSeparator().equals(ProviderSettingsBuilder.DEFAULT_SEPARATOR)) {
            json.put("scope_separator", settings.scopeSeparator());
        }
        json.put("authorization_parameters", settings.authorizationParameters());
        json.put("token_parameters", settings.tokenParameters());
        if (settings.rotation().kind() != settings.usualRotation()) {
            json.put("rotation", ROTATIONS, settings.rotation().kind());
        }
        if (settings.rotation().kind() == RotationPolicy.Kind.GRACE) {
            json.put("rotation_grace_seconds", settings.rotation().grace().toSeconds());
        }
        settings.lifetimes().write(json);
        json.putUrl("resource", settings.resource());
        settings.clientAssertion().write(json);
        settings.dialect().write(json);
        settings.tokenStyle().write(json);
        settings.answerShape().write(json);
        if (!settings.optionalScopes().isEmpty()) {
            json.put("optional_scopes", new JsonArray(new ArrayList<>(settings.optionalScopes())));
        }
        settings.lastingToken().ifPresent(exchange -> exchange.write(json, LASTING_TOKEN));
        settings.renewalByAccessToken().ifPresent(exchange -> exchange.write(json, RENEWAL_BY_ACCESS_TOKEN));
        return json.json();
    }

    static ProviderSettings read(JsonObject json, UrlPolicy policy) {
        JsonFields fields = JsonFields.of(json, FIELDS);
        ProviderSettingsBuilder builder = ProviderSettings.builder(fields.required("token_url"));
        GrantType grant = fields.choice("grant", GRANTS).orElse(GrantType.AUTHORIZATION_CODE);
        builder.grant(grant);
        builder.strategy(fields.text("strategy"));
        if (grant == GrantType.AUTHORIZATION_CODE) {
            builder.authorizationUrl(fields.required("authorization_url"));
        }
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
        builder.lastingToken(AccessTokenExchange.read(fields, LASTING_TOKEN));
        builder.renewalByAccessToken(AccessTokenExchange.read(fields, RENEWAL_BY_ACCESS_TOKEN));
        return builder.build(policy);
    }
}

package dev.grantkeeper.oauth2;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How an access token is exchanged for another that lives longer, as Meta's platforms have it in place of refresh tokens; not
 * the token exchange of RFC 8693.
 *
 * @param url where
 * @param method GET with the parameters in the URL, or POST as the settings' {@code token_body} says
 * @param grantType what is sent as {@code grant_type}
 * @param parameter under which the present access token is sent
 * @param provesClient whether the client proves itself; else the token speaks for itself
 */
record AccessTokenExchange(URI url, HttpMethod method, String grantType, String parameter, boolean provesClient) {
    private static final Set<String> FIELDS =
            Set.of("url", "method", "grant_type", "parameter", "client_authentication");
    private static final Map<String, HttpMethod> METHODS =
            new TreeMap<>(Map.of("get", HttpMethod.GET, "post", HttpMethod.POST));

    /** @param field the settings' name of it */
    static Optional<AccessTokenExchange> read(JsonFields fields, String field) {
        return fields.object(field, FIELDS).map(stated -> {
            URI url = stated.required("url");
            String grantType = stated.requiredText("grant_type");
            String parameter = stated.requiredText("parameter");
            SettingsRules.checkUrl(field + ".url", url);
            SettingsRules.checkName(field + ".grant_type", grantType);
            SettingsRules.checkName(field + ".parameter", parameter);
            SettingsRules.refuseReserved(
                    field + ".parameter", parameter, "choose the name that the provider documents");
            return new AccessTokenExchange(
                    url,
                    stated.choice("method", METHODS).orElse(HttpMethod.POST),
                    grantType,
                    parameter,
                    stated.flag("client_authentication").orElse(true));
        });
    }

    void write(SettingsWriter json, String field) {
        JsonObject stated = new JsonObject().put("url", url.toString());
        if (method == HttpMethod.GET) {
            stated.put("method", "get");
        }
        stated.put("grant_type", grantType).put("parameter", parameter);
        if (!provesClient) {
            stated.put("client_authentication", false);
        }
        json.put(field, stated);
    }
}

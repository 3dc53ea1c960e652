package dev.grantkeeper.system.keycloak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantkeeper.system.caller.Answer;
import dev.grantkeeper.system.caller.Http;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a realm the sign-in of the console, step by step as docs/console.md tells its administrator to. */
public final class ConsoleRealm {

    public static final String CLIENT = "grantkeeper-console";

    private static final String DEVELOPER_SCOPE = "apps:write";
    private static final String DEVELOPER_ROLE = "developer";
    private static final String OPENID = "openid-connect";

    private final Http http = new Http();
    private final KeycloakAdmin admin;

    private ConsoleRealm(KeycloakAdmin admin) {
        this.admin = admin;
    }

    /** @param vault the public URL of the vault that serves the console */
    public static ConsoleRealm in(KeycloakServer keycloak, URI vault) {
        var realm = new ConsoleRealm(keycloak.admin());
        realm.letOnlyAdministratorsWriteAttributes();
        realm.registerClient(vault);
        realm.offerDevelopersTheirScope();
        return realm;
    }

    /**
     * Adds somebody.
     *
     * @param attributes {@code workspace}, {@code role}, and {@code app} of a developer
     */
    public void add(String name, String password, Map<String, String> attributes) {
        post(
                "/users",
                Map.of(
                        "username",
                        name,
                        "enabled",
                        true,
                        "emailVerified",
                        true,
                        "email",
                        name + "@example.com",
                        "firstName",
                        name,
                        "lastName",
                        name,
                        "attributes",
                        attributes,
                        "credentials",
                        List.of(Map.of("type", "password", "value", password, "temporary", false))));
        if (attributes.containsKey("app")) {
            String id = get("/users?exact=true&username=" + Http.encode(name)).text("0.id");
            post("/users/" + id + "/role-mappings/realm", List.of(developerRole()));
        }
    }

    /** Otherwise Keycloak drops attributes that its user profile does not list, or people might write their own role. */
    private void letOnlyAdministratorsWriteAttributes() {
        var profile = (ObjectNode) get("/users/profile").body();
        put("/users/profile", profile.put("unmanagedAttributePolicy", "ADMIN_EDIT"));
    }

    private void registerClient(URI vault) {
        String callback = vault.resolve("/console/callback").toString();
        post(
                "/clients",
                Map.ofEntries(
                        Map.entry("clientId", CLIENT),
                        Map.entry("protocol", OPENID),
                        Map.entry("publicClient", true),
                        Map.entry("standardFlowEnabled", true),
                        Map.entry("directAccessGrantsEnabled", false),
                        Map.entry("fullScopeAllowed", false),
                        Map.entry("redirectUris", List.of(callback)),
                        Map.entry("webOrigins", List.of(vault.toString())),
                        Map.entry(
                                "attributes",
                                Map.of(
                                        "pkce.code.challenge.method", "S256",
                                        "post.logout.redirect.uris", callback,
                                        "access.token.header.type.rfc9068", "true")),
                        Map.entry(
                                "protocolMappers",
                                List.of(
                                        mapper(
                                                "audience",
                                                "oidc-audience-mapper",
                                                Map.of("included.custom.audience", "grantkeeper")),
                                        claim("user", "oidc-usermodel-property-mapper", "username"),
                                        claim("workspace", "oidc-usermodel-attribute-mapper", "workspace"),
                                        claim("role", "oidc-usermodel-attribute-mapper", "role")))));
    }

    private void offerDevelopersTheirScope() {
        post("/roles", Map.of("name", DEVELOPER_ROLE));
        post(
                "/client-scopes",
                Map.of(
                        "name",
                        DEVELOPER_SCOPE,
                        "protocol",
                        OPENID,
                        "attributes",
                        Map.of("include.in.token.scope", "true"),
                        "protocolMappers",
                        List.of(claim("app", "oidc-usermodel-attribute-mapper", "app"))));
        String scope = idOf("/client-scopes", "name", DEVELOPER_SCOPE);
        post("/client-scopes/" + scope + "/scope-mappings/realm", List.of(developerRole()));
        String client = idOf("/clients?clientId=" + CLIENT, "clientId", CLIENT);
        put("/clients/" + client + "/optional-client-scopes/" + scope, Map.of());
    }

    private Object developerRole() {
        return get("/roles/" + DEVELOPER_ROLE).body();
    }

    private static Map<String, Object> claim(String name, String mapper, String source) {
        return mapper(name, mapper, Map.of("user.attribute", source, "claim.name", name, "jsonType.label", "String"));
    }

    private static Map<String, Object> mapper(String name, String mapper, Map<String, String> config) {
        var all = new HashMap<>(config);
        all.put("access.token.claim", "true");
        return Map.of("name", name, "protocol", OPENID, "protocolMapper", mapper, "config", all);
    }

    private String idOf(String path, String field, String value) {
        for (var entry : get(path).body()) {
            if (entry.path(field).asText().equals(value)) {
                return entry.get("id").asText();
            }
        }
        throw new IllegalStateException("Keycloak has no " + value + " in " + path);
    }

    private Answer get(String path) {
        return http.get(admin.path(path), admin.authorization()).expect(200);
    }

    private void post(String path, Object body) {
        made(http.sendJson("POST", admin.path(path), admin.authorization(), body));
    }

    private void put(String path, Object body) {
        made(http.sendJson("PUT", admin.path(path), admin.authorization(), body));
    }

    private static void made(Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException(answer.toString());
        }
    }
}

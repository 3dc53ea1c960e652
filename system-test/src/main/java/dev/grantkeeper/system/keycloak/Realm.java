package dev.grantkeeper.system.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A realm with one client and one user. A refresh token works once, and passwords are hashed cheaply, so that hundreds of
 * logins take seconds.
 *
 * @param accessLife of access tokens, whole seconds
 */
record Realm(String name, String clientId, String clientSecret, String user, String password, Duration accessLife) {

    private static final long SESSION_SECONDS = Duration.ofHours(10).toSeconds();

    /** In Keycloak's form for imports. */
    String json() {
        var client = Map.of(
                "clientId",
                clientId,
                "secret",
                clientSecret,
                "enabled",
                true,
                "publicClient",
                false,
                "standardFlowEnabled",
                true,
                "serviceAccountsEnabled",
                true,
                "protocol",
                "openid-connect",
                "redirectUris",
                List.of("http://127.0.0.1:*"));
        var person = Map.of(
                "username",
                user,
                "enabled",
                true,
                "emailVerified",
                true,
                "email",
                user + "@example.com",
                "firstName",
                user,
                "lastName",
                user,
                "credentials",
                List.of(Map.of("type", "password", "value", password, "temporary", false)));
        var realm = Map.ofEntries(
                Map.entry("realm", name),
                Map.entry("enabled", true),
                Map.entry("sslRequired", "none"),
                Map.entry("accessTokenLifespan", accessLife.toSeconds()),
                Map.entry("revokeRefreshToken", true),
                Map.entry("refreshTokenMaxReuse", 0),
                Map.entry("ssoSessionIdleTimeout", SESSION_SECONDS),
                Map.entry("ssoSessionMaxLifespan", SESSION_SECONDS),
                Map.entry("passwordPolicy", "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)"),
                Map.entry("eventsEnabled", true),
                Map.entry("enabledEventTypes", KeycloakAdmin.WATCHED),
                Map.entry("clients", List.of(client)),
                Map.entry("users", List.of(person)));
        try {
            return new ObjectMapper().writeValueAsString(realm);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "Realm[" + name + "]";
    }
}

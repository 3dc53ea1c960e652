package dev.grantkeeper.testkit.authorization;

import dev.grantkeeper.testkit.authorization.Grant.AccessToken;
import dev.grantkeeper.testkit.authorization.Grant.Code;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The state of the server and every rule about it; knows no HTTP. All access is by one thread at a time. */
final class Grants {

    private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock;
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, AccessToken> accessTokens = new HashMap<>();
    private final Map<String, Grant> refreshTokens = new HashMap<>();
    private final Set<String> issued = new LinkedHashSet<>();
    private Rotation rotation = Rotation.strict();
    private Duration accessTokenLifetime = Duration.ofMinutes(10);

    Grants(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void rotation(Rotation policy) {
        rotation = policy;
    }

    synchronized void accessTokenLifetime(Duration lifetime) {
        accessTokenLifetime = lifetime;
    }

    synchronized String code(Client client, String subject, String scope, String redirectUri, String challenge) {
        String code = secret();
        var grant = new Grant(client.id(), subject, scope);
        codes.put(code, new Code(grant, redirectUri, challenge, clock.instant().plus(CODE_LIFETIME)));
        return code;
    }

    /** RFC 6749 section 4.1.3 and RFC 7636 section 4.6; a code used twice kills its grant (section 4.1.2). */
    synchronized JsonObject redeem(Client client, String value, String redirectUri, String verifier) {
        var code = codes.get(value);
        if (code == null || !code.grant.clientId.equals(client.id())) {
            throw Refusal.of("invalid_grant", "unknown code");
        }
        if (code.used) {
            code.grant.revoked = true;
            throw Refusal.of("invalid_grant", "the code was used before");
        }
        if (clock.instant().isAfter(code.expiresAt)) {
            throw Refusal.of("invalid_grant", "the code has expired");
        }
        if (!code.redirectUri.equals(redirectUri)) {
            throw Refusal.of("invalid_grant", "redirect_uri differs from the authorization request");
        }
        if (verifier == null || !code.challenge.equals(challengeOf(verifier))) {
            throw Refusal.of("invalid_grant", "code_verifier does not match");
        }
        code.used = true;
        return issue(code.grant, code.grant.scope, true);
    }

    synchronized JsonObject refresh(Client client, String presented, String scope) {
        var grant = refreshTokens.get(presented);
        if (grant == null || grant.revoked || !grant.clientId.equals(client.id())) {
            throw Refusal.of("invalid_grant", "unknown or revoked refresh token");
        }
        String wanted = scope == null ? grant.scope : scope;
        if (!scopes(grant.scope).containsAll(scopes(wanted))) {
            throw Refusal.of("invalid_scope", "more than was granted");
        }
        var firstUse = grant.refreshTokens.get(presented);
        if (rotation.rotates() && firstUse != null && !clock.instant().isBefore(firstUse.plus(rotation.grace()))) {
            grant.revoked = true;
            throw Refusal.of("invalid_grant", "the refresh token was used before; the grant is revoked");
        }
        if (firstUse == null) {
            grant.refreshTokens.put(presented, clock.instant());
        }
        return issue(grant, wanted, rotation.rotates());
    }

    synchronized JsonObject clientCredentials(Client client, String scope) {
        return issue(new Grant(client.id(), client.id(), scope == null ? "" : scope), scope, false);
    }

    /** RFC 7662 section 2.2. */
    synchronized JsonObject introspect(String token) {
        var access = accessTokens.get(token);
        if (access != null && !access.grant().revoked && clock.instant().isBefore(access.expiresAt())) {
            return description(access.grant(), access.scope())
                    .put("token_type", "Bearer")
                    .put("iat", access.issuedAt().getEpochSecond())
                    .put("exp", access.expiresAt().getEpochSecond());
        }
        var grant = refreshTokens.get(token);
        boolean usable =
                grant != null && !grant.revoked && (!rotation.rotates() || grant.refreshTokens.get(token) == null);
        return usable ? description(grant, grant.scope) : new JsonObject().put("active", false);
    }

    /** RFC 7009: a refresh token takes its grant with it, an access token only itself. */
    synchronized void revoke(Client client, String token) {
        var grant = refreshTokens.get(token);
        if (grant != null && grant.clientId.equals(client.id())) {
            grant.revoked = true;
        }
        accessTokens.computeIfPresent(
                token, (value, access) -> access.grant().clientId.equals(client.id()) ? null : access);
    }

    /** Returns how many grants it revoked. */
    synchronized int revokeGrants(Predicate<Grant> which) {
        var doomed = refreshTokens.values().stream()
                .distinct()
                .filter(grant -> !grant.revoked)
                .filter(which)
                .toList();
        doomed.forEach(grant -> grant.revoked = true);
        return doomed.size();
    }

    synchronized List<String> issued() {
        return List.copyOf(issued);
    }

    private JsonObject issue(Grant grant, String scope, boolean withRefreshToken) {
        var now = clock.instant();
        String access = secret();
        accessTokens.put(
                access, new AccessToken(grant, scope == null ? "" : scope, now, now.plus(accessTokenLifetime)));
        var answer = new JsonObject()
                .put("access_token", access)
                .put("token_type", "Bearer")
                .put("expires_in", accessTokenLifetime.toSeconds());
        if (scope != null && !scope.isEmpty()) {
            answer.put("scope", scope);
        }
        if (withRefreshToken) {
            String refresh = secret();
            grant.refreshTokens.put(refresh, null);
            refreshTokens.put(refresh, grant);
            answer.put("refresh_token", refresh);
        }
        return answer;
    }

    private static JsonObject description(Grant grant, String scope) {
        return new JsonObject()
                .put("active", true)
                .put("client_id", grant.clientId)
                .put("sub", grant.subject)
                .put("scope", scope);
    }

    private static Set<String> scopes(String scope) {
        return Set.copyOf(Arrays.asList(scope.split(" ")));
    }

    private String secret() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.add(value);
        return value;
    }

    private static String challengeOf(String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

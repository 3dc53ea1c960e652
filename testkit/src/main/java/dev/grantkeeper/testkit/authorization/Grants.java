package dev.grantkeeper.testkit.authorization;

import static dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason.CLIENT;
import static dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason.REUSE;
import static dev.grantkeeper.testkit.authorization.GrantState.Revocation.Reason.USER;

import dev.grantkeeper.testkit.authorization.Grant.AccessToken;
import dev.grantkeeper.testkit.authorization.Grant.Code;
import dev.grantkeeper.testkit.authorization.Grant.RefreshToken;
import dev.grantkeeper.testkit.authorization.TokenName.Kind;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The state of the server and every rule about it; knows no HTTP. All access is by one thread at a time. */
final class Grants {

    private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);
    private static final int ISSUES_BETWEEN_PURGES = 10_000;
    private static final SecureRandom SECRETS = new SecureRandom();

    private final InstantSource clock;
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, AccessToken> accessTokens = new HashMap<>();
    private final Map<String, Grant> grants = new LinkedHashMap<>();
    private final Map<String, TokenPolicy> policies = new HashMap<>();
    private final List<String> issued = new ArrayList<>();
    private TokenPolicy policy = TokenPolicy.of(Rotation.strict());
    private boolean remembersIssued = true;
    private int issues;
    private RandomGenerator random = new SecureRandom();

    Grants(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void rotation(Rotation rotation) {
        policy = policy.with(rotation);
    }

    synchronized void accessTokenLifetime(Duration lifetime) {
        policy = policy.accessLife(lifetime, lifetime);
    }

    synchronized void policy(String clientId, TokenPolicy own) {
        policies.put(clientId, own);
    }

    /** Draws lives from here. */
    synchronized void random(RandomGenerator source) {
        random = source;
    }

    synchronized void forgetIssued() {
        issued.clear();
        remembersIssued = false;
    }

    synchronized String code(Client client, String subject, String scope, String redirectUri, String challenge) {
        String code = issued(secret());
        var now = clock.instant();
        var grant = new Grant(client.id(), subject, scope, now);
        codes.put(code, new Code(grant, redirectUri, challenge, now.plus(CODE_LIFETIME)));
        return code;
    }

    /** RFC 6749 section 4.1.3 and RFC 7636 section 4.6; a code used twice kills its grant (section 4.1.2). */
    synchronized Issued redeem(Client client, String value, String redirectUri, String verifier) {
        var now = clock.instant();
        var code = codes.get(value);
        if (code == null || !code.grant.clientId.equals(client.id())) {
            throw Refusal.of("invalid_grant", "unknown code");
        }
        if (code.used) {
            code.grant.revoke(REUSE, now);
            throw Refusal.of("invalid_grant", "the code was used before");
        }
        if (now.isAfter(code.expiresAt)) {
            throw Refusal.of("invalid_grant", "the code has expired");
        }
        if (!code.redirectUri.equals(redirectUri)) {
            throw Refusal.of("invalid_grant", "redirect_uri differs from the authorization request");
        }
        if (verifier == null || !code.challenge.equals(challengeOf(verifier))) {
            throw Refusal.of("invalid_grant", "code_verifier does not match");
        }
        code.used = true;
        grants.put(code.grant.id, code.grant);
        return issue(code.grant, code.grant.scope, null, true);
    }

    synchronized Issued refresh(Client client, String presented, String scope) {
        var now = clock.instant();
        var grant = grantOf(presented).orElse(null);
        if (grant == null || grant.isRevoked() || !grant.clientId.equals(client.id())) {
            throw Refusal.of("invalid_grant", "unknown or revoked refresh token");
        }
        String wanted = scope == null ? grant.scope : scope;
        if (!scopes(grant.scope).containsAll(scopes(wanted))) {
            throw Refusal.of("invalid_scope", "more than was granted");
        }
        var token = grant.refreshTokens.get(presented);
        if (token.expiresAt != null && !now.isBefore(token.expiresAt)) {
            throw Refusal.of("invalid_grant", "the refresh token has expired");
        }
        var rotation = policyOf(grant).rotation();
        if (rotation.rotates() && token.firstUse != null && !now.isBefore(token.firstUse.plus(rotation.grace()))) {
            grant.revoke(REUSE, now);
            throw Refusal.of("invalid_grant", "the refresh token was used before; the grant is revoked");
        }
        if (token.firstUse == null) {
            token.firstUse = now;
        }
        return issue(grant, wanted, token, rotation.rotates());
    }

    synchronized Issued clientCredentials(Client client, String scope) {
        var grant = new Grant(client.id(), client.id(), scope == null ? "" : scope, clock.instant());
        return issue(grant, scope, null, false);
    }

    /** RFC 7662 section 2.2. */
    synchronized JsonObject introspect(String value) {
        var now = clock.instant();
        var access = accessTokens.get(value);
        if (access != null && !access.grant().isRevoked() && now.isBefore(access.expiresAt())) {
            return description(access.grant(), access.scope())
                    .put("token_type", "Bearer")
                    .put("iat", access.issuedAt().getEpochSecond())
                    .put("exp", access.expiresAt().getEpochSecond());
        }
        return grantOf(value)
                .filter(grant -> isUsable(grant, grant.refreshTokens.get(value), now))
                .map(grant -> description(grant, grant.scope))
                .orElseGet(() -> new JsonObject().put("active", false));
    }

    /** RFC 7009: a refresh token takes its grant with it, an access token only itself. */
    synchronized void revoke(Client client, String value) {
        grantOf(value)
                .filter(grant -> grant.clientId.equals(client.id()))
                .ifPresent(grant -> grant.revoke(CLIENT, clock.instant()));
        accessTokens.computeIfPresent(
                value, (token, access) -> access.grant().clientId.equals(client.id()) ? null : access);
    }

    /** Returns how many grants it revoked. */
    synchronized int revokeGrants(Predicate<Grant> which) {
        var doomed = grants.values().stream()
                .filter(grant -> !grant.isRevoked())
                .filter(which)
                .toList();
        doomed.forEach(grant -> grant.revoke(USER, clock.instant()));
        return doomed.size();
    }

    synchronized List<String> issued() {
        return List.copyOf(issued);
    }

    synchronized List<GrantState> states(Predicate<Grant> which) {
        return grants.values().stream().filter(which).map(Grant::state).toList();
    }

    synchronized Optional<GrantState> state(String id) {
        return Optional.ofNullable(grants.get(id)).map(Grant::state);
    }

    private Optional<Grant> grantOf(String refreshToken) {
        return TokenName.parse(refreshToken)
                .map(name -> grants.get(name.grant()))
                .filter(grant -> grant.refreshTokens.containsKey(refreshToken));
    }

    private boolean isUsable(Grant grant, RefreshToken token, Instant now) {
        return !grant.isRevoked()
                && (token.expiresAt == null || now.isBefore(token.expiresAt))
                && (token.firstUse == null || !policyOf(grant).rotation().rotates());
    }

    private TokenPolicy policyOf(Grant grant) {
        return policies.getOrDefault(grant.clientId, policy);
    }

    /** @param used the refresh token that goes on living if no new one is wanted; may be null */
    private Issued issue(Grant grant, String scope, RefreshToken used, boolean withRefreshToken) {
        var now = clock.instant();
        var given = policyOf(grant);
        int serial = grant.nextSerial();
        var life = given.accessLife(random);
        String access = issued(new TokenName(Kind.ACCESS, grant.id, serial).token(secret()));
        accessTokens.put(access, new AccessToken(grant, scope == null ? "" : scope, now, now.plus(life)));
        purge(now);
        var body = new JsonObject()
                .put("access_token", access)
                .put("token_type", "Bearer")
                .put("expires_in", life.toSeconds());
        if (scope != null && !scope.isEmpty()) {
            body.put("scope", scope);
        }
        var refreshExpiry = given.refreshLife().map(now::plus).orElse(null);
        if (withRefreshToken) {
            String refresh = issued(new TokenName(Kind.REFRESH, grant.id, serial).token(secret()));
            grant.refreshTokens.put(refresh, new RefreshToken(serial, refreshExpiry));
            body.put("refresh_token", refresh);
        } else if (used != null) {
            used.expiresAt = refreshExpiry;
        }
        if (withRefreshToken || used != null) {
            given.refreshLife().ifPresent(left -> body.put("refresh_token_expires_in", left.toSeconds()));
        }
        return new Issued(grant.id, serial, now, now.plus(life), body);
    }

    /** Keeps what a long run costs in memory to its grants and their refresh tokens. */
    private void purge(Instant now) {
        if (++issues % ISSUES_BETWEEN_PURGES == 0) {
            accessTokens.values().removeIf(token -> now.isAfter(token.expiresAt()));
            codes.values().removeIf(code -> now.isAfter(code.expiresAt));
        }
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

    private String issued(String value) {
        if (remembersIssued) {
            issued.add(value);
        }
        return value;
    }

    private static String secret() {
        var bytes = new byte[32];
        SECRETS.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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

package dev.grantkeeper.vault.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says who is calling, from the bearer token (RFC 6750) and from nothing else in the request.
 *
 * <p>Every method fails with UNAUTHENTICATED when the token is not accepted, FORBIDDEN when it does not entitle to the role
 * asked for, UNAVAILABLE when the issuer's keys cannot be had.
 */
@ApplicationScoped
public class AccessTokens {

    private static final int LONGEST_TOKEN = 16_384;
    private static final String BEARER = "bearer ";

    private final Map<String, TokenIssuer> issuersByClaim;
    private final Duration longestExecution;
    private final Duration clockSkew;
    private final InstantSource clock;
    /** By the token's hash, so that the cache holds nothing that could be used. */
    private final Cache<String, VerifiedToken> verified;

    AccessTokens(AccessConfig config, UrlPolicy urls, @ToIssuers TokenClient client, InstantSource clock) {
        if (config.issuers().isEmpty()) {
            throw new IllegalStateException(
                    "No token issuer is configured: set grantkeeper.access.issuers.<alias>.issuer and .jwks-url");
        }
        this.clock = clock;
        this.longestExecution = config.executionTokenLife();
        this.clockSkew = config.clockSkew();
        this.issuersByClaim = config.issuers().entrySet().stream()
                .map(e -> new TokenIssuer(
                        e.getKey(),
                        e.getValue(),
                        new Jwks(required(e.getKey(), e.getValue().jwksUrl(), urls), client, clock),
                        config.clockSkew()))
                .collect(Collectors.toUnmodifiableMap(i -> i.config().issuer(), Function.identity()));
        this.verified = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(config.verifiedTokenCache())
                .build();
    }

    private static URI required(String alias, URI jwksUrl, UrlPolicy urls) {
        if (!urls.allows(jwksUrl)) {
            throw new IllegalArgumentException("grantkeeper.access.issuers." + alias
                    + ".jwks-url must be an https URL; plain http is only for this machine, with"
                    + " grantkeeper.providers.allow-loopback-http");
        }
        return jwksUrl;
    }

    /** How long app code's tokens live at most. */
    public Duration executionTokenLife() {
        return longestExecution;
    }

    public Uni<Execution> execution(String authorization) {
        return verify(authorization).map(token -> token.asExecution(longestExecution));
    }

    public Uni<Person> person(String authorization) {
        return verify(authorization).map(VerifiedToken::asPerson);
    }

    public Uni<Developer> developer(String authorization) {
        return verify(authorization).map(VerifiedToken::asDeveloper);
    }

    /** A person, a developer, or somebody who is both. */
    public Uni<Identity> identity(String authorization) {
        return verify(authorization).map(VerifiedToken::asIdentity);
    }

    public Uni<RefreshWorker> refreshWorker(String authorization) {
        return verify(authorization).map(VerifiedToken::asRefreshWorker);
    }

    public Uni<Operator> operator(String authorization) {
        var onlyIssuer = issuersByClaim.size() == 1;
        return verify(authorization).map(token -> token.asOperator(onlyIssuer));
    }

    private Uni<VerifiedToken> verify(String authorization) {
        return Uni.createFrom().deferred(() -> {
            var token = bearer(authorization);
            var hash = hash(token);
            var known = verified.getIfPresent(hash);
            if (known != null) {
                if (known.expiresAt().plus(clockSkew).isBefore(clock.instant())) {
                    throw Failure.unauthenticated("The access token has expired.");
                }
                return Uni.createFrom().item(known);
            }
            var issuer = issuersByClaim.get(part(token, 1).getString("iss", ""));
            if (issuer == null) {
                throw Failure.unauthenticated("The access token is of no configured issuer.");
            }
            return issuer.jwks()
                    .keys(part(token, 0).getString("kid"))
                    .map(keys -> issuer.verify(token, keys, clock.instant()))
                    .invoke(fresh -> verified.put(hash, fresh));
        });
    }

    private static String bearer(String authorization) {
        return Optional.ofNullable(authorization)
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).trim())
                .filter(token -> !token.isEmpty() && token.length() <= LONGEST_TOKEN)
                .orElseThrow(() -> Failure.unauthenticated("Send the access token as Authorization: Bearer."));
    }

    /** Unverified: good for choosing whom to ask, for nothing else. */
    private static JsonObject part(String token, int index) {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw Failure.unauthenticated("The access token is not a signed JWT.");
        }
        try {
            return new JsonObject(new String(Base64.getUrlDecoder().decode(parts[index]), StandardCharsets.UTF_8));
        } catch (RuntimeException notJson) {
            throw Failure.unauthenticated("The access token is not a signed JWT.");
        }
    }

    private static String hash(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyJreHasIt) {
            throw new IllegalStateException(everyJreHasIt);
        }
    }
}

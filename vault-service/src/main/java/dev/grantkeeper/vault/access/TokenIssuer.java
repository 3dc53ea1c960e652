package dev.grantkeeper.vault.access;

import dev.grantkeeper.vault.error.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/** Checks the tokens of one issuer: signature, algorithm, type, issuer, audience and times (RFC 9068 section 4). */
record TokenIssuer(String alias, AccessConfig.Issuer config, Jwks jwks, Duration clockSkew) {

    TokenIssuer {
        Identifiers.require("grantkeeper.access.issuers alias", alias);
        var symmetric = config.algorithms().stream()
                .filter(a -> a.startsWith("HS") || a.equals("none"))
                .toList();
        if (!symmetric.isEmpty()) {
            throw new IllegalArgumentException("grantkeeper.access.issuers." + alias
                    + ".algorithms must list asymmetric signature algorithms only, not " + symmetric);
        }
    }

    VerifiedToken verify(String token, List<JsonWebKey> keys, Instant now) {
        var consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        ConstraintType.PERMIT, config.algorithms().toArray(String[]::new)))
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                .setExpectedIssuer(config.issuer())
                .setExpectedAudience(config.audience())
                .setRequireExpirationTime()
                .setRequireSubject()
                .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()))
                .setAllowedClockSkewInSeconds((int) clockSkew.toSeconds());
        if (config.requireAccessTokenType()) {
            consumer.setExpectedType(true, "at+jwt");
        }
        try {
            var claims = consumer.build().process(token).getJwtClaims();
            if (claims.getAudience().size() != 1) {
                throw Failure.unauthenticated("The access token must be for this audience alone.");
            }
            return read(claims).issuedBefore(now.plus(clockSkew));
        } catch (InvalidJwtException | MalformedClaimException refused) {
            throw Failure.unauthenticated(why(refused));
        }
    }

    private VerifiedToken read(JwtClaims claims) throws MalformedClaimException {
        var names = config.claims();
        var scope = claims.getClaimValueAsString(names.scope());
        var issuedAt = claims.getIssuedAt();
        return new VerifiedToken(
                alias,
                claims.getSubject(),
                identifier(claims, names.workspace()),
                identifier(claims, names.app()),
                identifier(claims, names.user()),
                Optional.ofNullable(claims.getClaimValueAsString(names.role())),
                scope == null ? Set.of() : Set.copyOf(List.of(scope.trim().split(" +"))),
                Optional.ofNullable(issuedAt).map(at -> Instant.ofEpochMilli(at.getValueInMillis())),
                Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis()),
                config.renewsForAll(),
                config.operatesForAll());
    }

    private static Optional<String> identifier(JwtClaims claims, String name) throws MalformedClaimException {
        var value = claims.getStringClaimValue(name);
        if (value != null && !Identifiers.allowed(value)) {
            throw Failure.unauthenticated(
                    "The claim " + name + " must be 1 to 128 characters of A-Z a-z 0-9 . _ @ | : + = ~ -");
        }
        return Optional.ofNullable(value);
    }

    private static String why(Exception refused) {
        if (refused instanceof InvalidJwtException invalid) {
            if (invalid.hasExpired()) {
                return "The access token has expired.";
            }
            if (invalid.hasErrorCode(org.jose4j.jwt.consumer.ErrorCodes.AUDIENCE_INVALID)
                    || invalid.hasErrorCode(org.jose4j.jwt.consumer.ErrorCodes.AUDIENCE_MISSING)) {
                return "The access token is for another audience.";
            }
        }
        return "The access token is not accepted.";
    }
}

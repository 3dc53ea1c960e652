package dev.grantkeeper.vault.access;

import dev.grantkeeper.vault.error.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The claims of an access token whose signature, issuer, audience and times were checked.
 *
 * @param issuer the issuer's alias
 * @param renewsForAll whether the operator lets this issuer's workers renew for other issuers' tenants
 * @param operatesForAll the same for this issuer's operators
 */
record VerifiedToken(
        String issuer,
        String subject,
        Optional<String> workspace,
        Optional<String> app,
        Optional<String> user,
        Optional<String> role,
        Set<String> scopes,
        Optional<Instant> issuedAt,
        Instant expiresAt,
        boolean renewsForAll,
        boolean operatesForAll) {

    /** A token from the future would live longer than its two times say. */
    VerifiedToken issuedBefore(Instant moment) {
        if (issuedAt.filter(moment::isBefore).isPresent()) {
            throw Failure.unauthenticated("The access token's iat lies in the future.");
        }
        return this;
    }

    Execution asExecution(Duration longestLife) {
        requireScope("connections:read");
        var issued = issuedAt.orElseThrow(() -> Failure.forbidden("An execution token needs the claim iat."));
        if (Duration.between(issued, expiresAt).compareTo(longestLife) > 0) {
            throw Failure.forbidden("An execution token may live at most " + longestLife.toMinutes() + " minutes.");
        }
        return new Execution(tenant(), claim("app", app), user);
    }

    Person asPerson() {
        var admin =
                switch (claim("role", role)) {
                    case "member" -> false;
                    case "admin" -> true;
                    default -> throw Failure.forbidden("The role claim must say member or admin.");
                };
        return new Person(tenant(), claim("user", user), admin, expiresAt);
    }

    Developer asDeveloper() {
        requireScope("apps:write");
        return new Developer(issuer, claim("app", app), subject);
    }

    /** @throws Failure FORBIDDEN for what is neither a person nor a developer */
    Identity asIdentity() {
        var developer = ifEntitled(this::asDeveloper);
        return new Identity(developer.isPresent() ? ifEntitled(this::asPerson) : Optional.of(asPerson()), developer);
    }

    private static <T> Optional<T> ifEntitled(Supplier<T> role) {
        try {
            return Optional.of(role.get());
        } catch (Failure other) {
            return Optional.empty();
        }
    }

    RefreshWorker asRefreshWorker() {
        requireScope("renewals");
        return new RefreshWorker(issuer, subject, renewsForAll);
    }

    /** @param onlyIssuer whether there is no other issuer whose tenants could be somebody else's */
    Operator asOperator(boolean onlyIssuer) {
        requireScope("vault:operate");
        return new Operator(issuer, subject, operatesForAll || onlyIssuer);
    }

    private Tenant tenant() {
        return new Tenant(issuer, claim("workspace", workspace));
    }

    private void requireScope(String scope) {
        if (!scopes.contains(scope)) {
            throw Failure.forbidden("The access token lacks the scope " + scope + ".");
        }
    }

    private static String claim(String name, Optional<String> value) {
        return value.orElseThrow(() -> Failure.forbidden("The access token lacks the " + name + " claim."));
    }
}

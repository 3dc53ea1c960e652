package dev.grantkeeper.sandbox.issuer;

import java.util.Set;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Which token to mint. The last five exist so that tokens can be made which Grantkeeper must refuse.
 *
 * @param caller who the token is for
 * @param workspace the tenant; needed for executions and persons
 * @param app needed for executions and developers
 * @param user needed for persons; for an execution, the user who triggered it
 * @param role {@code member} or {@code admin}; needed for persons
 * @param scope instead of the caller's own
 * @param issuer instead of the configured one
 * @param audience instead of the configured one
 * @param expiresIn seconds from now, instead of the caller's own life; negative for a token that has expired
 * @param unsigned whether to leave out the signature ({@code alg: none}, RFC 7519 section 6)
 */
@JsonNaming(SnakeCaseStrategy.class)
record TokenRequest(
        Caller caller,
        String workspace,
        String app,
        String user,
        String role,
        String scope,
        String issuer,
        String audience,
        Long expiresIn,
        Boolean unsigned) {

    private static final Set<String> ROLES = Set.of("member", "admin");

    TokenRequest {
        if (caller == null) {
            throw new IllegalArgumentException("caller must be execution, person, developer or operator");
        }
        switch (caller) {
            case EXECUTION -> {
                needed("workspace", workspace);
                needed("app", app);
            }
            case PERSON -> {
                needed("workspace", workspace);
                needed("user", user);
                needed("role", role);
            }
            case DEVELOPER -> needed("app", app);
            case OPERATOR -> {}
        }
        if (role != null && !ROLES.contains(role)) {
            throw new IllegalArgumentException("role must be member or admin");
        }
        unsigned = Boolean.TRUE.equals(unsigned);
    }

    private static void needed(String field, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " must be given for this caller");
        }
    }
}

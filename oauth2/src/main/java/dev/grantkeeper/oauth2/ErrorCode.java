package dev.grantkeeper.oauth2;

import java.util.Set;

/** Error codes of token and authorization endpoints (RFC 6749 sections 4.1.2.1 and 5.2) and their dialects. */
final class ErrorCode {
    static final String OTHER = "other_error";

    private static final Set<String> DEAD_GRANT = Set.of(
            "invalid_grant",
            "bad_refresh_token",
            "invalid_refresh_token",
            "bad_verification_code",
            "invalid_code",
            "code_already_used",
            // Hydra, for a refresh token that was used before.
            "token_inactive",
            // Only a person's consent or sign-in makes the grant work again.
            "interaction_required",
            "consent_required",
            "login_required");

    private static final Set<String> WRONG_CLIENT = Set.of(
            "invalid_client",
            "unauthorized_client",
            "incorrect_client_credentials",
            "bad_client_secret",
            "invalid_client_id",
            "invalid_client_secret",
            "deleted_client",
            "disabled_client",
            "redirect_uri_mismatch",
            "bad_redirect_uri");

    /** Said before a provider looks at anything but the client's proof. */
    private static final Set<String> WRONG_SECRET =
            Set.of("invalid_client", "incorrect_client_credentials", "bad_client_secret", "invalid_client_secret");

    private static final Set<String> TOO_OFTEN =
            Set.of("slow_down", "rate_limited", "ratelimited", "rate_limit_exceeded", "too_many_requests");

    /** Slack's: part of the operation may have succeeded. */
    private static final Set<String> HALF_DONE = Set.of("fatal_error", "internal_error");

    private static final Set<String> OTHERS = Set.of(
            "invalid_request",
            "invalid_scope",
            "unsupported_grant_type",
            "unsupported_response_type",
            "unsupported_token_type",
            "temporarily_unavailable",
            "server_error",
            "service_unavailable",
            "access_denied",
            "account_selection_required",
            "invalid_target");

    private ErrorCode() {}

    /** The code itself if it is one of ours, else {@link #OTHER}: a provider may write anything, a token too. */
    static String known(String code) {
        return isKnown(code) ? code : OTHER;
    }

    static boolean isKnown(String code) {
        return isDeadGrant(code)
                || isWrongClient(code)
                || isTooOften(code)
                || isHalfDone(code)
                || OTHERS.contains(code);
    }

    static boolean isDeadGrant(String code) {
        return DEAD_GRANT.contains(code);
    }

    static boolean isWrongClient(String code) {
        return WRONG_CLIENT.contains(code);
    }

    static boolean isWrongSecret(String code) {
        return WRONG_SECRET.contains(code);
    }

    static boolean isHalfDone(String code) {
        return HALF_DONE.contains(code);
    }

    static boolean isTooOften(String code) {
        return TOO_OFTEN.contains(code);
    }
}

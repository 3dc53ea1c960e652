package dev.grantkeeper.testkit.authorization;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What one person, or one client for itself, granted; every token of the family points here. */
final class Grant {

    final String clientId;
    final String subject;
    final String scope;

    /** Refresh tokens of the family, each with the time of its first use, or null while unused. */
    final Map<String, Instant> refreshTokens = new HashMap<>();

    boolean revoked;

    Grant(String clientId, String subject, String scope) {
        this.clientId = clientId;
        this.subject = subject;
        this.scope = scope;
    }

    /** A single-use authorization code and what it is bound to (RFC 6749 section 4.1.3, RFC 7636 section 4.4). */
    static final class Code {
        final Grant grant;
        final String redirectUri;
        final String challenge;
        final Instant expiresAt;
        boolean used;

        Code(Grant grant, String redirectUri, String challenge, Instant expiresAt) {
            this.grant = grant;
            this.redirectUri = redirectUri;
            this.challenge = challenge;
            this.expiresAt = expiresAt;
        }
    }

    record AccessToken(Grant grant, String scope, Instant issuedAt, Instant expiresAt) {}
}

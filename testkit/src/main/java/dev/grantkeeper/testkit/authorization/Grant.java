package dev.grantkeeper.testkit.authorization;

import dev.grantkeeper.testkit.authorization.GrantState.Revocation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What one person, or one client for itself, granted; every token of the family points here. */
final class Grant {

    private static final AtomicLong COUNT = new AtomicLong();

    final String id = Long.toString(COUNT.incrementAndGet(), Character.MAX_RADIX);
    final String clientId;
    final String subject;
    final String scope;
    final Instant at;

    /** Refresh tokens of the family, oldest first. */
    final Map<String, RefreshToken> refreshTokens = new LinkedHashMap<>();

    private Revocation revocation;
    private int answers;

    Grant(String clientId, String subject, String scope, Instant at) {
        this.clientId = clientId;
        this.subject = subject;
        this.scope = scope;
        this.at = at;
    }

    int nextSerial() {
        return ++answers;
    }

    boolean isRevoked() {
        return revocation != null;
    }

    /** Does nothing to a grant that was revoked before. */
    void revoke(Revocation.Reason reason, Instant now) {
        if (revocation == null) {
            revocation = new Revocation(reason, now);
        }
    }

    GrantState state() {
        int newest = 0;
        var usedAt = new LinkedHashMap<Integer, Instant>();
        for (var token : refreshTokens.values()) {
            newest = token.serial;
            if (token.firstUse != null) {
                usedAt.put(token.serial, token.firstUse);
            }
        }
        return new GrantState(id, clientId, subject, at, Optional.ofNullable(revocation), newest, usedAt);
    }

    static final class RefreshToken {
        final int serial;

        /** Null while unused. */
        Instant firstUse;

        /** Null if only revocation ends it. */
        Instant expiresAt;

        RefreshToken(int serial, Instant expiresAt) {
            this.serial = serial;
            this.expiresAt = expiresAt;
        }
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

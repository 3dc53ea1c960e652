package dev.grantkeeper.oauth2;

/** How asking a provider to revoke a token ended (RFC 7009 section 2.2). */
public enum Revocation {
    /** The token is dead, or was before. */
    REVOKED,
    /** The provider has no revocation endpoint. */
    NOT_OFFERED,
    /** No answer, or one that says later. Asking again is harmless. */
    RETRY,
    /** The provider will not revoke it, or not for this client; asking again does not help. */
    REFUSED
}

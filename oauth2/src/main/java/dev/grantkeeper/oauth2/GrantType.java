package dev.grantkeeper.oauth2;

/** What a token is given for. */
public enum GrantType {
    /** A person's authorization (RFC 6749 section 4.1). */
    AUTHORIZATION_CODE,
    /** Nothing but the client itself (RFC 6749 section 4.4): no person is involved, and a renewal asks for another token. */
    CLIENT_CREDENTIALS
}

package dev.grantkeeper.oauth2;

/** How the client proves itself at the token and revocation endpoints (RFC 6749 section 2.3). Exactly one is used. */
public enum ClientAuthentication {
    /** The {@code Authorization: Basic} header, id and secret form-encoded first (section 2.3.1). */
    BASIC,
    /** The {@code Authorization: Basic} header with the secret as the user name and no password (Stripe). */
    BASIC_SECRET_ONLY,
    /** {@code client_id} and {@code client_secret} among the request's fields (section 2.3.1). */
    POST,
    /** A JWT signed with the client's key, among the request's fields (RFC 7523 section 2.2). */
    PRIVATE_KEY_JWT,
    /** A certificate shown in the TLS handshake, and {@code client_id} among the request's fields (RFC 8705 section 2). */
    MTLS,
    /** A public client: only {@code client_id}, among the request's fields. */
    NONE
}

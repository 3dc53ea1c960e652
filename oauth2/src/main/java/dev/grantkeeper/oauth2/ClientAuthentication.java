package dev.grantkeeper.oauth2;

/** How the client proves itself at the token and revocation endpoints (RFC 6749 section 2.3). Exactly one is used. */
public enum ClientAuthentication {
    /** The {@code Authorization: Basic} header, id and secret form-encoded first (section 2.3.1). */
    BASIC,
    /** {@code client_id} and {@code client_secret} in the form body (section 2.3.1). */
    POST,
    /** A public client: only {@code client_id}, in the form body. */
    NONE
}

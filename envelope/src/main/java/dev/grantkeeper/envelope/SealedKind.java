package dev.grantkeeper.envelope;

/** One label per kind of thing sealed, so that an envelope never opens as something it is not. */
public enum SealedKind {
    /** The OAuth 2.0 access token of a connection. */
    ACCESS("access"),
    /** The OAuth 2.0 refresh token of a connection. */
    REFRESH("refresh"),
    /** The value of a secret connection. */
    SECRET("secret"),
    /** The client secret or key an app authenticates with at an authorization server; sealed under the app's key. */
    CLIENT_SECRET("client-secret"),
    /** The client of its owner's own that a connection asks for tokens with; nothing, where that is the app's. */
    CLIENT("client"),
    /** The PKCE code verifier of one run of the code flow. */
    PKCE_VERIFIER("pkce-verifier"),
    /** The tokens that a renewal brought which lost its place. */
    QUARANTINE("quarantine"),
    /** A whole renewal outcome, kept until it can be applied. */
    OUTCOME("outcome"),
    /** A token that nobody will use any more, kept until its provider has revoked it. */
    REVOCATION("revocation"),
    /** What the vault signs its calls to an app's handler with; sealed under the app's key. */
    HOOK_SECRET("hook-secret");

    private final String label;

    SealedKind(String label) {
        this.label = label;
    }

    /** The label as it stands in the sealing context: part of the format, never renamed. */
    public String label() {
        return label;
    }
}

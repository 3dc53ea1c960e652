package dev.grantkeeper.vault.access;

/**
 * A workspace of one issuer. Two issuers that name a workspace alike share nothing.
 *
 * @param issuer the alias under which the operator configured the token issuer
 */
public record Tenant(String issuer, String workspace) {

    public Tenant {
        Identifiers.require("issuer", issuer);
        Identifiers.require("workspace", workspace);
    }

    /** Reads what {@link #toString()} wrote; an alias has no slash. */
    public static Tenant parse(String text) {
        var slash = text.indexOf('/');
        return new Tenant(text.substring(0, slash), text.substring(slash + 1));
    }

    /** {@code issuer/workspace}, as stored and as sealed into every envelope's context. */
    @Override
    public String toString() {
        return issuer + "/" + workspace;
    }
}

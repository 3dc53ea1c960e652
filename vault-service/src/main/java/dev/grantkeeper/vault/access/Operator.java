package dev.grantkeeper.vault.access;

/**
 * Who runs the vault: for its own issuer's tenants, or for all where the configuration says so. Never sees a value.
 *
 * @param issuer alias of the issuer that vouches for them
 */
public record Operator(String issuer, String subject, boolean everyIssuer) {

    public boolean mayOperate(String ofIssuer) {
        return everyIssuer || ofIssuer.equals(issuer);
    }

    /** As it stands in the audit. */
    public String name() {
        return issuer + "/" + subject;
    }
}

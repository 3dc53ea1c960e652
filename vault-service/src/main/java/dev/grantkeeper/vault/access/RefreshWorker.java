package dev.grantkeeper.vault.access;

/**
 * A worker that may lease and report renewals: of its own issuer's tenants, or of all where the operator says so.
 *
 * @param issuer alias of the issuer that vouches for it
 */
public record RefreshWorker(String issuer, String subject, boolean everyIssuer) {

    public boolean mayRenew(Tenant tenant) {
        return everyIssuer || tenant.issuer().equals(issuer);
    }

    /** As it stands in the audit. */
    public String name() {
        return issuer + "/" + subject;
    }
}

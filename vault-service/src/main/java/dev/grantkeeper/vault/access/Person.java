package dev.grantkeeper.vault.access;

import dev.grantkeeper.vault.error.Failure;
import java.time.Instant;

/**
 * A user at the platform's front end.
 *
 * @param expiresAt when the token that says so ends
 */
public record Person(Tenant tenant, String user, boolean admin, Instant expiresAt) {

    /**
     * The owner this person may act for.
     *
     * @throws Failure FORBIDDEN for a workspace connection, unless an admin asks
     */
    public Owner actingFor(OwnerKind kind) {
        if (kind == OwnerKind.USER) {
            return Owner.user(user);
        }
        if (!admin) {
            throw Failure.forbidden("Only admins configure workspace connections.");
        }
        return Owner.workspace(tenant);
    }

    /** Whether this person may know of this owner's connection: their own, or the workspace's. */
    public boolean maySee(Owner owner) {
        return owner.kind() == OwnerKind.USER
                ? owner.id().equals(user)
                : owner.id().equals(tenant.workspace());
    }

    /** Whether prompts and connections of this owner are this person's to handle. */
    public boolean mayActFor(Owner owner) {
        return owner.kind() == OwnerKind.USER
                ? owner.id().equals(user)
                : admin && owner.id().equals(tenant.workspace());
    }
}

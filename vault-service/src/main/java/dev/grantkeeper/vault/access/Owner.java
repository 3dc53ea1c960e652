package dev.grantkeeper.vault.access;

import java.util.Objects;

/**
 * A user of a tenant, or the tenant's workspace itself.
 *
 * @param id the user's id, or the workspace's
 */
public record Owner(OwnerKind kind, String id) {

    public Owner {
        Objects.requireNonNull(kind);
        Identifiers.require("owner", id);
    }

    public static Owner user(String id) {
        return new Owner(OwnerKind.USER, id);
    }

    public static Owner workspace(Tenant tenant) {
        return new Owner(OwnerKind.WORKSPACE, tenant.workspace());
    }
}

package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.SealingContext;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.key.Scope;

/** Whose connection for which app: there is at most one. */
public record ConnectionKey(Tenant tenant, String app, Owner owner) {

    public Scope scope() {
        return Scope.workspace(tenant.toString());
    }

    /**
     * What a value of this connection is bound to. Made from the caller's key, it opens the caller's values and no others,
     * whatever row was fetched.
     */
    public SealingContext context(SealedKind kind, ConnectionId id, long generation) {
        return new SealingContext(
                kind, tenant.toString(), app, id.toString(), owner.kind().word(), owner.id(), generation);
    }
}

package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.SealingContext;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.key.Scope;

/** Whose connection for which app: there is at most one. */
public record ConnectionKey(Tenant tenant, String app, Owner owner) {

    public Scope scope() {
        return Scope.workspace(tenant.toString());
    }

    /**
     * The definition, if it is this connection's app's: a token goes to no other app's provider, whatever row names which.
     *
     * <p>Fails with NOT_FOUND for another app's definition, or one for another kind of owner.
     */
    public Definition own(Definition definition) {
        if (!definition.issuer().equals(tenant.issuer())
                || !definition.app().equals(app)
                || definition.owner() != owner.kind()) {
            throw Failure.notFound("definition");
        }
        return definition;
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

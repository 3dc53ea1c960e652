package dev.grantkeeper.vault.value;

import dev.grantkeeper.envelope.SubmissionContext;
import dev.grantkeeper.envelope.SubmissionContext.Purpose;
import dev.grantkeeper.vault.access.Developer;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.key.Scope;
import java.time.Instant;

/**
 * Who types a secret, and where it belongs: all from the verified token and the path.
 *
 * @param scope whose key it is sealed to
 * @param ownerId empty for what belongs to an app
 */
public record SubmissionPlace(
        Scope scope, Purpose purpose, String tenant, String app, OwnerKind ownerKind, String ownerId, String asker) {

    /** Of a connection of the owner's. */
    public static SubmissionPlace of(Person person, Purpose purpose, String app, Owner owner) {
        var tenant = person.tenant().toString();
        return new SubmissionPlace(
                Scope.workspace(tenant), purpose, tenant, app, owner.kind(), owner.id(), person.user());
    }

    /** Of the definition of the developer's app for that kind of owner. */
    public static SubmissionPlace of(Developer developer, OwnerKind owner) {
        return new SubmissionPlace(
                Scope.app(developer.issuer(), developer.app()),
                Purpose.CLIENT_SECRET,
                developer.issuer(),
                developer.app(),
                owner,
                "",
                developer.subject());
    }

    /** @throws IllegalArgumentException for a time that is not in whole seconds since 1970 */
    SubmissionContext until(Instant expiresAt) {
        return new SubmissionContext(purpose, tenant, app, ownerKind.word(), ownerId, asker, expiresAt);
    }
}

package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.ConnectionKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@Entity
@Table(name = "prompt")
class PromptEntity {

    @Id
    UUID id;

    String tenant;

    String app;

    @Column(name = "owner_kind")
    String ownerKind;

    @Column(name = "owner_id")
    String ownerId;

    String reason;

    @Column(name = "opened_at")
    Instant openedAt;

    @Column(name = "wanted_scopes")
    String wantedScopes;

    @Column(name = "resolved_at")
    Instant resolvedAt;

    @Column(name = "resolved_by")
    String resolvedBy;

    @Column(name = "dismissed_at")
    Instant dismissedAt;

    static PromptEntity of(Prompt prompt) {
        var entity = new PromptEntity();
        var key = prompt.key();
        entity.id = prompt.id();
        entity.tenant = key.tenant().toString();
        entity.app = key.app();
        entity.ownerKind = key.owner().kind().word();
        entity.ownerId = key.owner().id();
        entity.reason = prompt.reason().word();
        entity.openedAt = prompt.openedAt();
        entity.wantedScopes = String.join(" ", prompt.scopes());
        return entity;
    }

    Prompt prompt() {
        return new Prompt(
                id,
                new ConnectionKey(Tenant.parse(tenant), app, new Owner(OwnerKind.ofWord(ownerKind), ownerId)),
                AuthRequiredReason.ofWord(reason),
                openedAt,
                Prompt.scopes(wantedScopes),
                Optional.ofNullable(resolvedAt),
                Optional.ofNullable(resolvedBy),
                Optional.ofNullable(dismissedAt));
    }
}

package dev.grantkeeper.vault.hook;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "hook_secret")
class HookSecretEntity {

    @Embeddable
    record Key(@Column(name = "hook_id") UUID hookId, long version) {}

    @EmbeddedId
    Key key;

    byte[] envelope;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "ends_at")
    Instant endsAt;
}

package dev.grantkeeper.vault.definition;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "definition")
class DefinitionEntity {

    @Id
    UUID id;

    String issuer;

    String app;

    @Column(name = "owner_kind")
    String ownerKind;

    int version;

    String name;

    @Column(name = "judged_version")
    int judgedVersion;

    @Column(name = "created_at")
    Instant createdAt;
}

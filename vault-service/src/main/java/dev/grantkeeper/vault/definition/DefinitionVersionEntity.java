package dev.grantkeeper.vault.definition;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "definition_version")
class DefinitionVersionEntity {

    @Embeddable
    record Key(@Column(name = "definition_id") UUID definitionId, int version) {}

    @EmbeddedId
    Key key;

    String type;

    String settings;

    @Column(name = "client_id")
    String clientId;

    @Column(name = "client_secret")
    byte[] clientSecret;

    @Column(name = "former_client_secret")
    byte[] formerSecret;

    @Column(name = "created_at")
    Instant createdAt;
}

package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.definition.Definition;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Under which settings, by whom and when something was entrusted to the vault. */
@Embeddable
class Entrusted {

    @Column(name = "definition_id")
    private UUID definitionId;

    @Column(name = "definition_version")
    private int definitionVersion;

    /** Of the definition: the newest by which it is known whether this grant must be given anew. */
    @Column(name = "judged_version")
    private int judgedVersion;

    private String inputs = Texts.write(Map.of());

    @Column(name = "connected_at")
    private Instant connectedAt;

    @Column(name = "created_by")
    private String createdBy;

    void begin(Definition definition, String user, Instant at) {
        definitionId = definition.id();
        definitionVersion = definition.version();
        judgedVersion = definition.version();
        inputs = Texts.write(definition.inputValues());
        createdBy = user;
        connectedAt = at;
    }

    void judged(Definition newest) {
        judgedVersion = newest.version();
    }

    UUID definitionId() {
        return definitionId;
    }

    int definitionVersion() {
        return definitionVersion;
    }

    Map<String, String> inputs() {
        return Texts.read(inputs);
    }

    Instant connectedAt() {
        return connectedAt;
    }

    String createdBy() {
        return createdBy;
    }
}

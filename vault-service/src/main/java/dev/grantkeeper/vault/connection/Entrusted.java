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

    private String captured = Texts.write(Map.of());

    @Column(name = "connected_at")
    private Instant connectedAt;

    @Column(name = "created_by")
    private String createdBy;

    void begin(Grant grant) {
        definitionId = grant.definition().id();
        definitionVersion = grant.definition().version();
        judgedVersion = grant.definition().version();
        inputs = Texts.write(grant.definition().inputValues());
        captured = Texts.write(grant.captured());
        createdBy = grant.user();
        connectedAt = grant.validity().obtainedAt();
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

    /** What the provider said of the account. */
    Map<String, String> captured() {
        return Texts.read(captured);
    }

    void forgetAccount() {
        captured = Texts.write(Map.of());
    }

    Instant connectedAt() {
        return connectedAt;
    }

    String createdBy() {
        return createdBy;
    }
}

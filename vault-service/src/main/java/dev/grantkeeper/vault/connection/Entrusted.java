package dev.grantkeeper.vault.connection;

import dev.grantkeeper.vault.definition.Definition;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Under which settings, by whom and when something was entrusted to the vault. */
@Embeddable
public class Entrusted {

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

    @Column(name = "created_by_kind")
    private String createdByKind = Creator.Kind.USER.word();

    void begin(Definition definition, Creator by, Map<String, String> said, Instant at) {
        follow(definition);
        captured = Texts.write(said);
        createdBy = by.id();
        createdByKind = by.kind().word();
        connectedAt = at;
    }

    void follow(Definition definition) {
        definitionId = definition.id();
        definitionVersion = definition.version();
        inputs = Texts.write(definition.inputValues());
        judged(definition);
    }

    /** It is known now whether that version wants this grant given anew. */
    public void judged(Definition newest) {
        judgedVersion = newest.version();
    }

    /** The provider said more of the account. */
    public void learn(Map<String, String> said) {
        captured = Texts.write(said);
    }

    /** Whether it was entrusted by this very version, for this account. */
    boolean isBy(Definition definition) {
        return definitionId.equals(definition.id())
                && definitionVersion == definition.version()
                && inputs().equals(definition.inputValues());
    }

    public UUID definitionId() {
        return definitionId;
    }

    public int definitionVersion() {
        return definitionVersion;
    }

    /** What the person said of the account, where the settings leave it open. */
    public Map<String, String> inputs() {
        return Texts.read(inputs);
    }

    /** What is known of the account, by whoever said it. */
    Map<String, String> metadata() {
        var all = inputs();
        all.putAll(captured());
        return all;
    }

    /** What the provider said of the account; nothing once it is disconnected. */
    public Map<String, String> captured() {
        return Texts.read(captured);
    }

    void forgetAccount() {
        captured = Texts.write(Map.of());
    }

    /** When it was last connected, mostly by a person. */
    Instant connectedAt() {
        return connectedAt;
    }

    Creator createdBy() {
        return Creator.of(createdByKind, createdBy);
    }
}

package dev.grantkeeper.vault.revocation;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.SealingContext;
import dev.grantkeeper.oauth2.TokenType;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Sealed;
import dev.grantkeeper.vault.connection.Texts;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A sealed token that its provider has not revoked yet. */
@Entity
@Table(name = "revocation")
class PendingRevocation {

    @Id
    private UUID id;

    @Column(name = "connection_id")
    private UUID connectionId;

    @Column(name = "definition_id")
    private UUID definitionId;

    @Column(name = "definition_version")
    private int definitionVersion;

    @Column(name = "token_type")
    private String tokenType;

    private byte[] envelope;

    @Column(name = "client_envelope")
    private byte[] client;

    private String inputs;

    @Column(name = "begun_at")
    private Instant begunAt;

    private int attempts;

    @Column(name = "next_attempt_at")
    private Instant nextAttemptAt;

    protected PendingRevocation() {}

    PendingRevocation(
            UUID id, Connection connection, TokenType type, byte[] envelope, Optional<byte[]> client, Instant now) {
        this.id = id;
        this.connectionId = connection.id().value();
        this.definitionId = connection.entrusted().definitionId();
        this.definitionVersion = connection.entrusted().definitionVersion();
        this.tokenType = type.name().toLowerCase(Locale.ROOT);
        this.envelope = envelope;
        this.client = client.orElse(null);
        this.inputs = Texts.write(connection.entrusted().inputs());
        this.begunAt = now;
        this.nextAttemptAt = now;
    }

    static SealingContext context(SealedKind kind, ConnectionKey key, UUID id) {
        return new SealingContext(
                kind,
                key.tenant().toString(),
                key.app(),
                id.toString(),
                key.owner().kind().word(),
                key.owner().id(),
                0);
    }

    Sealed token(ConnectionKey key) {
        return new Sealed(envelope, context(SealedKind.REVOCATION, key, id));
    }

    /** The client that its owner brought. */
    Optional<Sealed> client(ConnectionKey key) {
        return Optional.ofNullable(client).map(held -> new Sealed(held, context(SealedKind.CLIENT, key, id)));
    }

    /** Whoever claimed it attempts it; nobody else does before {@code until}. */
    void claim(Instant until) {
        attempts++;
        nextAttemptAt = until;
    }

    UUID id() {
        return id;
    }

    ConnectionId connection() {
        return new ConnectionId(connectionId);
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

    TokenType tokenType() {
        return TokenType.valueOf(tokenType.toUpperCase(Locale.ROOT));
    }

    Instant begunAt() {
        return begunAt;
    }

    /** How often the provider was asked, this time included. */
    int attempts() {
        return attempts;
    }
}

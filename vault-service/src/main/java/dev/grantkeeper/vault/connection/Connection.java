package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SealedKind;
import dev.grantkeeper.envelope.SealingContext;
import dev.grantkeeper.oauth2.RefreshTokenLife;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definition;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A connection and the rules of its life. Every write of a value makes a new generation; nothing makes a generation go
 * back. Loaded with its row locked wherever it is changed.
 */
@Entity
@DynamicUpdate
@Table(name = "connection")
public class Connection {

    @Id
    private UUID id;

    private String tenant;

    private String app;

    @Column(name = "owner_kind")
    private String ownerKind;

    @Column(name = "owner_id")
    private String ownerId;

    private String type;

    private String status;

    private String failure;

    @Column(name = "grant_id")
    private UUID grantId;

    private long generation;

    @Column(name = "access_envelope")
    private byte[] accessEnvelope;

    @Column(name = "access_sealed_at")
    private Long accessSealedAt;

    private String scopes;

    @Column(name = "created_at")
    private Instant createdAt;

    @Embedded
    private Entrusted entrusted = new Entrusted();

    @Embedded
    private HeldRefreshToken refreshToken = new HeldRefreshToken();

    @Embedded
    private Life life = new Life();

    @Embedded
    private RenewalState renewal = new RenewalState();

    protected Connection() {}

    Connection(ConnectionKey key, Instant now) {
        this.id = ConnectionId.random().value();
        this.tenant = key.tenant().toString();
        this.app = key.app();
        this.ownerKind = key.owner().kind().word();
        this.ownerId = key.owner().id();
        this.createdAt = now;
    }

    /** The generation that the next value written will have. */
    public long nextGeneration() {
        return generation + 1;
    }

    /** A person connected, for the first time or anew: a new grant, and nothing of an old one remains. */
    void connect(Grant grant, Optional<byte[]> refresh) {
        entrusted(grant);
        grantId = UUID.randomUUID();
        refreshToken.erase();
        renewal.forgetRotation();
        write(grant.access(), refresh, grant.scopes(), grant.validity());
    }

    /**
     * A person authorized anew and the provider sent no refresh token, as some do while theirs is good (RFC 6749 section 5.1
     * leaves it to them). The one at hand goes on, and with it the grant: a renewal under way still counts.
     */
    void reauthorize(Grant grant) {
        entrusted(grant);
        write(grant.access(), Optional.empty(), grant.scopes(), grant.validity());
    }

    /** Whether there is a refresh token that nothing speaks against. */
    boolean isRenewable(Instant now) {
        return refreshToken.lives(now)
                && status() == ConnectionStatus.CONNECTED
                && renewal.unknownSince().isEmpty()
                && !renewal.isRejected();
    }

    private void entrusted(Grant grant) {
        entrusted.begin(grant);
        type = grant.definition().type().word();
    }

    /** A renewal of the same grant brought a new value. Revives a connection whose grant was thought dead. */
    public void renew(byte[] access, Optional<byte[]> refresh, List<String> scopes, Validity validity) {
        write(access, refresh, scopes, validity);
        renewal.sawRotation(refresh.isPresent());
    }

    private void write(byte[] access, Optional<byte[]> refresh, List<String> granted, Validity validity) {
        generation = nextGeneration();
        status = ConnectionStatus.CONNECTED.word();
        failure = null;
        accessEnvelope = access;
        accessSealedAt = generation;
        refresh.ifPresent(envelope -> refreshToken.store(envelope, generation));
        scopes = String.join(" ", granted);
        life.begin(validity);
        renewal.start(validity.dueAt().orElse(null), validity.renewableAt().orElse(null));
        validity.refresh().ifPresent(known -> refreshToken.note(known, validity.warnAt()));
    }

    /** The grant is dead. The envelopes stay, so that a late good outcome can revive it. */
    public void requireAuthentication(AuthRequiredReason reason) {
        status = ConnectionStatus.AUTH_REQUIRED.word();
        failure = reason.word();
        renewal.stop();
        refreshToken.warned(false);
    }

    /** Erases the values; a generation is counted, so that a renewal under way is not applied. */
    public void disconnect() {
        generation = nextGeneration();
        status = ConnectionStatus.DISCONNECTED.word();
        failure = null;
        grantId = UUID.randomUUID();
        accessEnvelope = null;
        accessSealedAt = null;
        refreshToken.erase();
        scopes = "";
        entrusted.forgetAccount();
        life.end();
        renewal.stop();
    }

    public ConnectionId id() {
        return new ConnectionId(id);
    }

    public ConnectionKey key() {
        return new ConnectionKey(Tenant.parse(tenant), app, owner());
    }

    public Owner owner() {
        return new Owner(OwnerKind.ofWord(ownerKind), ownerId);
    }

    public ConnectionType type() {
        return ConnectionType.valueOf(type.toUpperCase(Locale.ROOT));
    }

    public ConnectionStatus status() {
        return ConnectionStatus.valueOf(status.toUpperCase(Locale.ROOT));
    }

    /** Why a person has to authenticate. */
    public Optional<AuthRequiredReason> failure() {
        return Optional.ofNullable(failure).map(AuthRequiredReason::ofWord);
    }

    public UUID definitionId() {
        return entrusted.definitionId();
    }

    public int definitionVersion() {
        return entrusted.definitionVersion();
    }

    /** It is known now whether that version wants this grant given anew. */
    public void judged(Definition newest) {
        entrusted.judged(newest);
    }

    public UUID grantId() {
        return grantId;
    }

    public long generation() {
        return generation;
    }

    /** The generation that stored the current refresh token. */
    public Optional<Long> refreshGeneration() {
        return refreshToken.generation();
    }

    public Optional<Sealed> access() {
        var kind = type() == ConnectionType.SECRET ? SealedKind.SECRET : SealedKind.ACCESS;
        return Optional.ofNullable(accessEnvelope).map(envelope -> sealed(kind, envelope, accessSealedAt));
    }

    public Optional<Sealed> refresh() {
        return refreshToken.envelope().map(envelope -> sealed(SealedKind.REFRESH, envelope, refreshToken.sealedAt()));
    }

    public List<String> scopes() {
        return scopes.isEmpty() ? List.of() : List.of(scopes.split(" "));
    }

    /** What the person said of the account, where the settings leave it open. */
    public Map<String, String> inputs() {
        return entrusted.inputs();
    }

    /** What is known of the account, by whoever said it. */
    Map<String, String> metadata() {
        var all = inputs();
        all.putAll(captured());
        return all;
    }

    /** What the provider said of the account; nothing once it is disconnected. */
    Map<String, String> captured() {
        return entrusted.captured();
    }

    /** When a person last connected it. */
    Instant connectedAt() {
        return entrusted.connectedAt();
    }

    /** When the value was last renewed without a person. */
    Optional<Instant> renewedAt() {
        return Optional.of(life.obtainedAt()).filter(entrusted.connectedAt()::isBefore);
    }

    public Optional<Instant> expiresAt() {
        return life.expiresAt();
    }

    public Optional<Duration> lifetime() {
        return life.lifetime();
    }

    public String createdBy() {
        return entrusted.createdBy();
    }

    public RenewalState renewal() {
        return renewal;
    }

    public HeldRefreshToken refreshToken() {
        return refreshToken;
    }

    RefreshTokenLife refreshTokenLife() {
        return refreshToken.life(life.obtainedAt());
    }

    private Sealed sealed(SealedKind kind, byte[] envelope, long sealedAt) {
        return new Sealed(envelope, key().context(kind, id(), sealedAt));
    }

    /** An envelope with the context it was sealed in. */
    public record Sealed(byte[] envelope, SealingContext context) {}
}

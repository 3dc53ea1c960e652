package dev.grantkeeper.vault.connection;

import dev.grantkeeper.envelope.SealedKind;
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

    Connection(ConnectionId id, ConnectionKey key, Instant now) {
        this.id = id.value();
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

    /** Connected without a person: a client's connection, whose first value a renewal brings. */
    void await(Definition definition, Creator by, Map<String, String> captured, byte[] client, Instant now) {
        entrusted.begin(definition, by, captured, now);
        type = definition.type().word();
        grantId = UUID.randomUUID();
        generation = nextGeneration();
        status = ConnectionStatus.CONNECTED.word();
        failure = null;
        accessEnvelope = null;
        accessSealedAt = null;
        refreshToken.erase();
        refreshToken.store(
                client, definition.bringsClient() ? RenewedWith.OWNER_CLIENT : RenewedWith.APP_CLIENT, generation);
        scopes = String.join(" ", definition.scopesToRenew(List.of()));
        life.await(now);
        renewal.forgetRotation();
        renewal.start(now, null);
    }

    /** Whether it is a client's connection that goes by this definition, and works as far as is known. */
    boolean follows(Definition definition) {
        return generation > 0
                && status() == ConnectionStatus.CONNECTED
                && renewedWith() != RenewedWith.REFRESH_TOKEN
                && entrusted.isBy(definition);
    }

    /**
     * A client's connection goes by another version from now on: no person gave a grant that it would have to stay with.
     *
     * @param anew whether the value at hand is of another client, or has other scopes than are wanted now
     */
    public void follow(Definition newest, boolean anew, Instant now) {
        entrusted.follow(newest);
        if (anew) {
            // What is leased already is of another grant: it would be taken for what the newest version asks for.
            grantId = UUID.randomUUID();
            renewal.hasten(RenewalState.Urgency.SCHEDULED, now);
        }
    }

    /** Whether there is a refresh token that nothing speaks against. */
    boolean isRenewable(Instant now) {
        return refreshToken.lives(now)
                && status() == ConnectionStatus.CONNECTED
                && renewal.unknownSince().isEmpty()
                && !renewal.isRejected();
    }

    private void entrusted(Grant grant) {
        var validity = grant.validity();
        entrusted.begin(grant.definition(), Creator.user(grant.user()), grant.captured(), validity.obtainedAt());
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

    /** What the next value is asked for with: the refresh token, or the client. */
    public Optional<Sealed> refresh() {
        var kind = renewedWith() == RenewedWith.REFRESH_TOKEN ? SealedKind.REFRESH : SealedKind.CLIENT;
        return refreshToken.envelope().map(envelope -> sealed(kind, envelope, refreshToken.sealedAt()));
    }

    public RenewedWith renewedWith() {
        return refreshToken.renewedWith();
    }

    public List<String> scopes() {
        return scopes.isEmpty() ? List.of() : List.of(scopes.split(" "));
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

    public Entrusted entrusted() {
        return entrusted;
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
}

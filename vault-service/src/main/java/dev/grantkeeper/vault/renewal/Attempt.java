package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.ConnectionId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One lease and what became of it. Changed only while its connection's row is locked. It is not the lease that decides
 * whether an outcome is applied, but what the connection holds when the outcome comes.
 */
@Entity
@Table(name = "renewal_attempt")
class Attempt {

    @Id
    @Column(name = "lease_id")
    private UUID leaseId;

    @Column(name = "connection_id")
    private UUID connectionId;

    @Column(name = "grant_id")
    private UUID grantId;

    private long parent;

    private long generation;

    private String urgency;

    @Column(name = "leased_at")
    private Instant leasedAt;

    @Column(name = "lease_ends_at")
    private Instant leaseEndsAt;

    @Column(name = "lease_secret_hash")
    private byte[] leaseSecretHash;

    private String worker;

    private String instance;

    @Column(name = "process_id")
    private UUID processId;

    @Column(name = "provider_client")
    private UUID providerClient;

    @Column(name = "unknown_at")
    private Instant unknownAt;

    @Column(name = "taken_over")
    private boolean takenOver;

    @Column(name = "answered_at")
    private Instant answeredAt;

    private String result;

    @Column(name = "result_generation")
    private Long resultGeneration;

    @Column(name = "value_ends_at")
    private Instant valueEndsAt;

    private String outcome;

    protected Attempt() {}

    /**
     * @param worker who it is to the vault
     * @param process which run of it, if it says
     * @param providerClient whose leases are counted together
     * @throws java.util.NoSuchElementException if the connection has no refresh token
     */
    Attempt(
            Connection connection,
            Secret leaseSecret,
            String worker,
            Optional<WorkerProcess> process,
            UUID providerClient,
            Instant leasedAt,
            Instant leaseEndsAt) {
        this.leaseId = UUID.randomUUID();
        this.connectionId = connection.id().value();
        this.grantId = connection.grantId();
        this.parent = connection.refreshGeneration().orElseThrow();
        this.generation = connection.generation();
        this.urgency = connection.renewal().urgency().word();
        this.leasedAt = leasedAt;
        this.leaseEndsAt = leaseEndsAt;
        this.leaseSecretHash = LeaseSecrets.hash(leaseSecret);
        this.worker = worker;
        this.instance = process.map(WorkerProcess::instance).orElse(null);
        this.processId = process.map(WorkerProcess::id).orElse(null);
        this.providerClient = providerClient;
        // A client's connection that waits for its first value has none that could end.
        this.valueEndsAt =
                connection.access().flatMap(value -> connection.expiresAt()).orElse(null);
    }

    /** Whether the report comes from whoever was given this lease; takes the same time wherever the secrets differ. */
    boolean isProvenBy(Report report) {
        return MessageDigest.isEqual(leaseSecretHash, LeaseSecrets.hash(report.leaseSecret()))
                && connection().equals(report.connection());
    }

    UUID providerClient() {
        return providerClient;
    }

    /** Its worker says that it got no answer; however late it says so. */
    void unknown(Instant at) {
        unknownAt = at;
    }

    /**
     * The lease has ended, and its worker has said nothing.
     *
     * @return whether that is news
     */
    boolean takeOver() {
        var news = isSilent() && !takenOver;
        takenOver |= news;
        return news;
    }

    /** What the answer is taken for, before it is said what was done with it. */
    void heard(Outcome answer) {
        outcome = answer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    Completed answer(Completed.Result word, long generationAfterwards, Instant at) {
        answeredAt = at;
        result = word.word();
        resultGeneration = generationAfterwards;
        return answer().orElseThrow();
    }

    /** What was said to the first report; empty while none but an unknown outcome came. */
    Optional<Completed> answer() {
        return Optional.ofNullable(result).map(word -> new Completed(Completed.Result.ofWord(word), resultGeneration));
    }

    /** Whether somebody may be renewing with it at this moment. */
    boolean isRunning(Instant now) {
        return answeredAt == null && unknownAt == null && now.isBefore(leaseEndsAt);
    }

    /** Whether its worker has not even said that it got no answer: it may be dead, or kept from reporting. */
    boolean isSilent() {
        return answeredAt == null && !isUnknown();
    }

    UnknownRules.Lost lost() {
        return new UnknownRules.Lost(leasedAt, isSilent());
    }

    /** Whether it was for the value that the connection holds now. */
    boolean isFor(Connection connection) {
        return generation == connection.generation()
                && connection.refreshGeneration().filter(held -> held == parent).isPresent();
    }

    /** Whether its worker said that it got no answer. */
    boolean isUnknown() {
        return unknownAt != null;
    }

    CompleteRules.Leased leased() {
        return new CompleteRules.Leased(result != null, grantId, parent, generation);
    }

    RenewalResult.Stored stored() {
        return new RenewalResult.Stored(
                answer().map(Completed::result),
                Optional.ofNullable(outcome),
                answeredAt(),
                Optional.ofNullable(valueEndsAt),
                isUnknown(),
                leaseEndsAt);
    }

    UUID leaseId() {
        return leaseId;
    }

    long generation() {
        return generation;
    }

    /** Its word. */
    String urgency() {
        return urgency;
    }

    Optional<Instant> answeredAt() {
        return Optional.ofNullable(answeredAt);
    }

    ConnectionId connection() {
        return new ConnectionId(connectionId);
    }

    UUID grantId() {
        return grantId;
    }

    /** The generation that stored the refresh token presented. */
    long parent() {
        return parent;
    }

    Instant leasedAt() {
        return leasedAt;
    }

    Instant leaseEndsAt() {
        return leaseEndsAt;
    }

    String worker() {
        return worker;
    }
}

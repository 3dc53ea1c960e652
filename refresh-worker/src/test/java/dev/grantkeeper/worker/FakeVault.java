package dev.grantkeeper.worker;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.grantkeeper.envelope.RenewalOutcomes;
import dev.grantkeeper.envelope.ScopeKey;
import dev.grantkeeper.wire.v1.BeginRequest;
import dev.grantkeeper.wire.v1.BeginResponse;
import dev.grantkeeper.wire.v1.ClaimDueRequest;
import dev.grantkeeper.wire.v1.ClaimDueResponse;
import dev.grantkeeper.wire.v1.CompleteRequest;
import dev.grantkeeper.wire.v1.CompleteResponse;
import dev.grantkeeper.wire.v1.CompleteResult;
import dev.grantkeeper.wire.v1.DeclineReason;
import dev.grantkeeper.wire.v1.DueHint;
import dev.grantkeeper.wire.v1.LeaseDeclined;
import dev.grantkeeper.wire.v1.LeaseGranted;
import dev.grantkeeper.wire.v1.LeaseRequest;
import dev.grantkeeper.wire.v1.LeaseResponse;
import dev.grantkeeper.wire.v1.RefreshMaterial;
import dev.grantkeeper.wire.v1.RenewalGrpc;
import dev.grantkeeper.wire.v1.WorkerProcess;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two vaults of one database as workers see them, over real gRPC: they lease what they were given, once a generation, and
 * remember reports.
 */
public final class FakeVault {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ScopeKey scopeKey = ScopeKey.generate(1);
    private final Map<UUID, Due> due = new HashMap<>();
    private final Set<UUID> hints = new HashSet<>();
    private final Map<String, ByteString> leaseSecrets = new HashMap<>();
    private final List<WorkerProcess> processes = new ArrayList<>();
    private final List<LeaseRequest> leases = new ArrayList<>();
    private final List<CompleteRequest> reports = new ArrayList<>();
    private final Set<String> tokens = new HashSet<>();
    private final Predicate<String> issued;
    private String refusedToken = "";
    private java.time.Duration leaseDelay = java.time.Duration.ZERO;
    private java.time.Duration clockOff = java.time.Duration.ZERO;
    private java.time.Duration leaseLife = java.time.Duration.ofSeconds(15);
    private boolean leasing = true;
    private final int[] ports = new int[2];
    private final Server[] servers = new Server[ports.length];

    /** @param issued which access tokens are good */
    FakeVault(Predicate<String> issued) {
        this.issued = issued;
    }

    public void start() {
        for (int number = 0; number < servers.length; number++) {
            start(number);
        }
    }

    public synchronized void start(int number) {
        try {
            servers[number] = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", ports[number]))
                    .intercept(this::guard)
                    .addService(RenewalGrpc.bindService(new Renewal()))
                    .build()
                    .start();
            ports[number] = servers[number].getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts every connection; {@link #start()} begins again on the same ports. */
    public void stop() {
        for (int number = 0; number < servers.length; number++) {
            stop(number);
        }
    }

    public void stop(int number) {
        try {
            servers[number].shutdownNow().awaitTermination(10, SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By how much the vaults' clock differs from this machine's. */
    public synchronized void clockOff(java.time.Duration difference) {
        clockOff = difference;
    }

    /** As a worker is told them. */
    String addresses() {
        return IntStream.of(ports).mapToObj(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    public ScopeKey scopeKey() {
        return scopeKey;
    }

    /** A connection whose first generation is due. */
    public synchronized UUID due(String refreshToken, String settings) {
        var id = UUID.randomUUID();
        due.put(id, new Due(refreshToken, settings));
        return id;
    }

    /** Named by the next ClaimDue. */
    public synchronized void hint(UUID connection) {
        hints.add(connection);
    }

    /** Answers leases only after this time. */
    public synchronized void delayLeases(java.time.Duration time) {
        leaseDelay = time;
    }

    /** How long leases given from now on are said to last. */
    public synchronized void leaseLife(java.time.Duration life) {
        leaseLife = life;
    }

    /** Whether Lease works at all. */
    public synchronized void leasing(boolean works) {
        leasing = works;
    }

    /** From now on every token seen so far is refused. */
    public synchronized void refuseTokensSoFar() {
        refusedToken = String.join(" ", tokens);
    }

    /** Those that said that they have begun. */
    public synchronized List<WorkerProcess> processes() {
        return List.copyOf(processes);
    }

    public synchronized List<LeaseRequest> leases(UUID connection) {
        return leases.stream()
                .filter(lease -> lease.getConnectionId().equals(connection.toString()))
                .toList();
    }

    public synchronized ByteString leaseSecret(String leaseId) {
        return leaseSecrets.get(leaseId);
    }

    public synchronized List<CompleteRequest> reports(UUID connection) {
        return reports.stream()
                .filter(report -> report.getConnectionId().equals(connection.toString()))
                .toList();
    }

    public synchronized void awaitLeases(UUID connection, int count) {
        await(() -> leases(connection).size() >= count, "leases of " + connection);
    }

    /** @throws IllegalStateException if so many do not come within 20 s */
    public synchronized List<CompleteRequest> awaitReports(UUID connection, int count) {
        await(() -> reports(connection).size() >= count, "reports on " + connection);
        return reports(connection);
    }

    private void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException("not enough " + what);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private synchronized void begin(WorkerProcess process) {
        processes.add(process);
    }

    private synchronized LeaseResponse lease(LeaseRequest request) {
        leases.add(request);
        notifyAll();
        var what = due.get(UUID.fromString(request.getConnectionId()));
        if (what == null || request.getGeneration() != 1) {
            return declined(DeclineReason.DECLINE_REASON_STALE);
        }
        if (what.leased) {
            return declined(DeclineReason.DECLINE_REASON_HELD);
        }
        what.leased = true;
        var secret = new byte[32];
        RANDOM.nextBytes(secret);
        var leaseId = UUID.randomUUID().toString();
        leaseSecrets.put(leaseId, ByteString.copyFrom(secret));
        return LeaseResponse.newBuilder()
                .setGranted(LeaseGranted.newBuilder()
                        .setLeaseId(leaseId)
                        .setLeaseSecret(ByteString.copyFrom(secret))
                        .setLeasedAt(Timestamp.newBuilder()
                                .setSeconds(Instant.now().plus(clockOff).getEpochSecond()))
                        .setLeaseLife(Duration.newBuilder()
                                .setSeconds(leaseLife.getSeconds())
                                .setNanos(leaseLife.getNano()))
                        .setOutcomePublicKey(ByteString.copyFrom(RenewalOutcomes.publicKey(scopeKey)))
                        .setOutcomeKeyId("key-1")
                        .setMaterial(RefreshMaterial.newBuilder()
                                .setSettingsJson(what.settings)
                                .setClientId(World.CLIENT_ID)
                                .setClientSecret(World.CLIENT_SECRET)
                                .setRefreshToken(what.refreshToken)))
                .build();
    }

    private static LeaseResponse declined(DeclineReason reason) {
        return LeaseResponse.newBuilder()
                .setDeclined(LeaseDeclined.newBuilder().setReason(reason))
                .build();
    }

    private synchronized CompleteResponse complete(CompleteRequest request) {
        reports.add(request);
        notifyAll();
        return CompleteResponse.newBuilder()
                .setResult(CompleteResult.COMPLETE_RESULT_APPLIED)
                .setGeneration(2)
                .build();
    }

    private synchronized ClaimDueResponse claimDue() {
        var response = ClaimDueResponse.newBuilder();
        hints.forEach(id -> response.addHints(DueHint.newBuilder()
                .setConnectionId(id.toString())
                .setGeneration(1)
                .setDueAt(Timestamp.newBuilder().setSeconds(1_700_000_000))));
        hints.clear();
        return response.build();
    }

    private synchronized boolean admits(String authorization) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return false;
        }
        var token = authorization.substring(7);
        tokens.add(token);
        return issued.test(token) && !refusedToken.contains(token);
    }

    private synchronized java.time.Duration leaseDelay() {
        return leaseDelay;
    }

    private synchronized boolean isLeasing() {
        return leasing;
    }

    private static final class Due {
        private final String refreshToken;
        private final String settings;
        private boolean leased;

        private Due(String refreshToken, String settings) {
            this.refreshToken = refreshToken;
            this.settings = settings;
        }
    }

    private final class Renewal implements RenewalGrpc.AsyncService {
        @Override
        public void begin(BeginRequest request, StreamObserver<BeginResponse> observer) {
            FakeVault.this.begin(request.getProcess());
            answer(observer, BeginResponse.getDefaultInstance());
        }

        @Override
        public void lease(LeaseRequest request, StreamObserver<LeaseResponse> observer) {
            if (!isLeasing()) {
                observer.onError(Status.UNAVAILABLE.asRuntimeException());
                return;
            }
            var response = FakeVault.this.lease(request);
            CompletableFuture.delayedExecutor(leaseDelay().toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> answer(observer, response));
        }

        @Override
        public void complete(CompleteRequest request, StreamObserver<CompleteResponse> observer) {
            answer(observer, FakeVault.this.complete(request));
        }

        @Override
        public void claimDue(ClaimDueRequest request, StreamObserver<ClaimDueResponse> observer) {
            answer(observer, FakeVault.this.claimDue());
        }

        private static <T> void answer(StreamObserver<T> observer, T response) {
            observer.onNext(response);
            observer.onCompleted();
        }
    }

    private <Q, A> ServerCall.Listener<Q> guard(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (admits(headers.get(AUTHORIZATION))) {
            return next.startCall(call, headers);
        }
        call.close(Status.UNAUTHENTICATED, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}

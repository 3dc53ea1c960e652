package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.GrantState;
import dev.grantkeeper.testkit.authorization.GrantState.Revocation;
import dev.grantkeeper.testkit.authorization.TokenCall;
import dev.grantkeeper.testkit.authorization.TokenName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** A made-up history of one connection. Times are in seconds from its beginning; access tokens live 20 s. */
public final class Tale {

    static final String OWNER = "platform/acme/mailer/ada";
    static final String WORKER = "worker-1";

    private static final Instant BEGINNING = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration LIFE = Duration.ofSeconds(20);

    private final UUID connection = new UUID(0, 1);
    private final List<TokenCall> calls = new ArrayList<>();
    private final List<GrantState> grants = new ArrayList<>();
    private final List<LookedUp> lookups = new ArrayList<>();
    private final List<Authorized> authorizations = new ArrayList<>();
    private final List<Disconnected> disconnections = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private final List<Pause> pauses = new ArrayList<>();
    private final List<SealedOutcome> outcomes = new ArrayList<>();
    private final List<Leased> leases = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final List<Prompted> prompts = new ArrayList<>();
    private String status = "connected";
    private long generation;
    private long parent;
    private int serial;
    private double end = 1_000;

    static Instant at(double seconds) {
        return BEGINNING.plusMillis(Math.round(seconds * 1_000));
    }

    /** A new grant, with token 1. */
    public Tale connect(double time) {
        exchange(time);
        commit(time + 0.4, Commit.Kind.CONNECTED);
        parent = generation;
        status = "connected";
        authorizations.add(new Authorized(OWNER, at(time), at(time + 0.5)));
        return this;
    }

    /** A new grant that nobody has stored yet. */
    Tale exchange(double time) {
        String grant = "g" + (grants.size() + 1);
        grants.add(new GrantState(grant, "mailer", OWNER, at(time), Optional.empty(), 1, Map.of()));
        serial = 1;
        calls.add(new TokenCall(
                "mailer",
                "authorization_code",
                Optional.of(grant),
                OptionalInt.empty(),
                at(time + 0.1),
                Optional.of(at(time + 0.2)),
                OptionalInt.of(1),
                Optional.of(at(time + 0.2).plus(LIFE)),
                Optional.empty(),
                Optional.of(at(time + 0.3)),
                Optional.empty()));
        return this;
    }

    Tale disconnect(double time) {
        commit(time, Commit.Kind.DISCONNECTED);
        disconnections.add(new Disconnected(OWNER, at(time + 0.1)));
        status = "disconnected";
        return this;
    }

    public Tale revoked(double time, Revocation.Reason reason) {
        var grant = grants.remove(grants.size() - 1);
        grants.add(new GrantState(
                grant.id(),
                grant.client(),
                grant.subject(),
                grant.grantedAt(),
                Optional.of(new Revocation(reason, at(time))),
                grant.serial(),
                grant.usedAt()));
        return this;
    }

    Tale commit(double time, Commit.Kind kind) {
        return commit(time, kind, generation + 1);
    }

    Tale commit(double time, Commit.Kind kind, long written) {
        generation = written;
        commits.add(new Commit(connection, written, kind, at(time)));
        return this;
    }

    /** Served at once, as good as the provider says. */
    Tale lookup(double time, long seen, int token) {
        return lookup(time, seen, token, promise(grant(), token));
    }

    Tale lookup(double time, long seen, int token, Instant expiresAt) {
        return lookup(time, seen, grant(), token, expiresAt);
    }

    /** Served at last. */
    Tale lookup(double asked, double answered, long seen, int token) {
        return lookup(asked, answered, seen, grant(), token, promise(grant(), token));
    }

    Tale lookup(double time, long seen, String grant, int token, Instant expiresAt) {
        return lookup(time, time + 0.01, seen, grant, token, expiresAt);
    }

    private Tale lookup(double asked, double answered, long seen, String grant, int token, Instant expiresAt) {
        var value = new LookedUp.Value(
                connection,
                seen,
                Optional.of(new TokenName(TokenName.Kind.ACCESS, grant, token)),
                Optional.of(expiresAt));
        lookups.add(new LookedUp(OWNER, at(asked), at(answered), Optional.of(value), Optional.empty()));
        return this;
    }

    Instant promise(String grant, int token) {
        return calls.stream()
                .filter(call ->
                        call.grant().equals(Optional.of(grant)) && call.issued().equals(OptionalInt.of(token)))
                .findFirst()
                .flatMap(TokenCall::accessExpiresAt)
                .orElseThrow();
    }

    Tale kill(double time) {
        return kill(time, Kill.Target.WORKER, WORKER);
    }

    Tale kill(double time, Kill.Target target, String name) {
        kills.add(new Kill(target, name, at(time)));
        return this;
    }

    Tale pause(double from, double until) {
        pauses.add(new Pause(WORKER, at(from), at(until)));
        return this;
    }

    Tale sealed(double time) {
        outcomes.add(new SealedOutcome(connection, at(time)));
        return this;
    }

    public Tale prompt(double time, String reason) {
        status = "auth_required";
        prompts.add(new Prompted(UUID.randomUUID(), OWNER, reason, at(time), Optional.empty()));
        return this;
    }

    Tale end(double time) {
        end = time;
        return this;
    }

    Tale standsConnected() {
        status = "connected";
        return this;
    }

    /** A renewal by the book that takes 0.8 s. */
    Tale renew(double time) {
        return lease(time).request(time + 0.1).issued(time + 0.6).applied(time + 0.8);
    }

    Leased lease(double time) {
        var leased = new Leased(time, generation, parent);
        leases.add(leased);
        return leased;
    }

    public History history() {
        return new History(
                calls,
                grants,
                lookups,
                authorizations,
                disconnections,
                kills,
                pauses,
                outcomes,
                new Stored(
                        at(end),
                        List.of(new Standing(connection, OWNER, status, generation)),
                        leases.stream().map(Leased::lease).toList(),
                        commits,
                        prompts,
                        0,
                        0));
    }

    private String grant() {
        return grants.get(grants.size() - 1).id();
    }

    /** A lease of 15 s, and what comes of it. */
    final class Leased {

        private final double time;
        private final long leasedGeneration;
        private final long leasedParent;
        private final String grant = grant();
        private int presented = serial;
        private double arrivedAt;
        private Optional<Instant> unknownAt = Optional.empty();
        private Optional<Lease.Answer> answer = Optional.empty();

        private Leased(double time, long leasedGeneration, long leasedParent) {
            this.time = time;
            this.leasedGeneration = leasedGeneration;
            this.leasedParent = leasedParent;
        }

        Leased presenting(int other) {
            presented = other;
            return this;
        }

        /** What follows tells how it fared. */
        Leased request(double arrived) {
            arrivedAt = arrived;
            return this;
        }

        /** New tokens, delivered 0.1 s later. */
        Leased issued(double committed) {
            return ended(committed, true, Optional.of(at(committed + 0.1)), Optional.empty());
        }

        /** New tokens that nobody gets. */
        Leased lost(double committed) {
            return ended(committed, true, Optional.empty(), Optional.of("cutAfterCommit"));
        }

        Leased failed(double answered) {
            return ended(answered, false, Optional.of(at(answered)), Optional.of("error 503"));
        }

        private Leased ended(double committed, boolean commits, Optional<Instant> answered, Optional<String> fault) {
            int issued = commits ? newest() + 1 : 0;
            calls.add(new TokenCall(
                    "mailer",
                    "refresh_token",
                    Optional.of(grant),
                    OptionalInt.of(presented),
                    at(arrivedAt),
                    commits ? Optional.of(at(committed)) : Optional.empty(),
                    commits ? OptionalInt.of(issued) : OptionalInt.empty(),
                    commits ? Optional.of(at(committed).plus(LIFE)) : Optional.empty(),
                    Optional.empty(),
                    answered,
                    fault));
            return this;
        }

        private int newest() {
            return calls.stream()
                    .filter(call -> call.grant().equals(Optional.of(grant)))
                    .mapToInt(call -> call.issued().orElse(0))
                    .max()
                    .orElse(0);
        }

        Tale unknown(double noted) {
            unknownAt = Optional.of(at(noted));
            return Tale.this;
        }

        Tale applied(double done) {
            commit(done, Commit.Kind.RENEWED);
            serial = newest();
            parent = generation;
            return answered(done, Lease.Result.APPLIED);
        }

        Tale answered(double done, Lease.Result result) {
            answer = Optional.of(new Lease.Answer(at(done), result, generation));
            return Tale.this;
        }

        Tale then() {
            return Tale.this;
        }

        private Lease lease() {
            return new Lease(
                    UUID.randomUUID(),
                    connection,
                    "platform/" + WORKER,
                    leasedParent,
                    leasedGeneration,
                    at(time),
                    at(time + 15),
                    unknownAt,
                    answer);
        }
    }
}

package dev.grantkeeper.system.history;

import dev.grantkeeper.testkit.authorization.GrantState;
import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes down what happens, from any thread and without waiting. */
public final class Recorder {

    private final InstantSource clock;
    private final Queue<TokenCall> calls = new ConcurrentLinkedQueue<>();
    private final Queue<LookedUp> lookups = new ConcurrentLinkedQueue<>();
    private final Queue<Authorized> authorizations = new ConcurrentLinkedQueue<>();
    private final Queue<Disconnected> disconnections = new ConcurrentLinkedQueue<>();
    private final Queue<Kill> kills = new ConcurrentLinkedQueue<>();
    private final Queue<Pause> pauses = new ConcurrentLinkedQueue<>();

    /** @param clock the one that the provider and the database go by, too */
    public Recorder(InstantSource clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /** A call to the provider has ended; made to be the provider's listener. */
    public void called(TokenCall call) {
        calls.add(call);
    }

    public void served(String owner, Instant askedAt, LookedUp.Value value) {
        lookups.add(new LookedUp(owner, askedAt, now(), Optional.of(value), Optional.empty()));
    }

    public void refused(String owner, Instant askedAt, String reason) {
        lookups.add(new LookedUp(owner, askedAt, now(), Optional.empty(), Optional.of(reason)));
    }

    public void authorized(String owner, Instant begunAt) {
        authorizations.add(new Authorized(owner, begunAt, now()));
    }

    public void disconnected(String owner) {
        disconnections.add(new Disconnected(owner, now()));
    }

    /** Call it right after the process was sent the signal. */
    public void killed(Kill.Target target, String name) {
        kills.add(new Kill(target, name, now()));
    }

    /** Call it right after the worker was told to go on. */
    public void paused(String worker, Instant from) {
        pauses.add(new Pause(worker, from, now()));
    }

    public List<Kill> kills() {
        return List.copyOf(kills);
    }

    public List<LookedUp> lookups() {
        return List.copyOf(lookups);
    }

    public List<TokenCall> calls() {
        return List.copyOf(calls);
    }

    /** All of it so far, with what others know at this moment. */
    public History history(List<GrantState> grants, List<SealedOutcome> outcomes, Stored stored) {
        return new History(
                calls(),
                grants,
                lookups(),
                List.copyOf(authorizations),
                List.copyOf(disconnections),
                kills(),
                List.copyOf(pauses),
                outcomes,
                stored);
    }
}

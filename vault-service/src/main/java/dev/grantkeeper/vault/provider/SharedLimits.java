package dev.grantkeeper.vault.provider;

import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.vault.definition.Definition;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whoever changes a client's row locks it, after the connection's row and never before it. */
@ApplicationScoped
class SharedLimits implements ProviderLimits {

    private static final Duration REFUSAL_PROBED_EVERY = Duration.ofHours(1);

    private final Clients clients;
    private final Clusters clusters;
    private final ProviderMetrics metrics;
    private final ProviderConfig config;
    private final InstantSource clock;

    SharedLimits(
            Clients clients, Clusters clusters, ProviderMetrics metrics, ProviderConfig config, InstantSource clock) {
        this.clients = clients;
        this.clusters = clusters;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Permit> permit(Definition definition, Instant now, Instant leaseEnd) {
        return clients.find(definition, now)
                .flatMap(seen -> {
                    var client = seen.client();
                    if (!seen.checked()) {
                        return denied(client, Denial.UNCHECKED);
                    }
                    var free = !client.isHeld(definition.createdAt(), now)
                            && terms(client, seen.cautiousUntil().isPresent(), now)
                                    .areNone();
                    return free
                            ? Uni.createFrom().item(new Permit(client.id(), Optional.empty()))
                            : clients.lock(client)
                                    .flatMap(locked -> take(
                                            locked,
                                            terms(locked, seen.cautiousUntil().isPresent(), now),
                                            definition.createdAt(),
                                            now,
                                            leaseEnd));
                })
                .invoke(permit -> permit.denial().ifPresent(metrics::denied));
    }

    private Uni<Permit> take(ClientState client, Terms terms, Instant definedAt, Instant now, Instant leaseEnd) {
        var hold = client.hold(definedAt, now);
        if (hold.isPresent()) {
            return denied(client, hold.get());
        }
        if (terms.pace()
                .filter(pace -> pace.room(client.takenUntil(), now) == 0)
                .isPresent()) {
            return denied(client, Denial.RATE);
        }
        return crowded(client, terms, now).map(crowded -> {
            if (crowded) {
                return new Permit(client.id(), Optional.of(Denial.CONCURRENCY));
            }
            terms.pace().ifPresent(pace -> client.take(pace, now));
            client.leased(definedAt, leaseEnd);
            return new Permit(client.id(), Optional.empty());
        });
    }

    private Uni<Boolean> crowded(ClientState client, Terms terms, Instant now) {
        return terms.concurrency()
                .map(most -> clients.running(client.id(), now).map(running -> running >= most))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    private static Uni<Permit> denied(ClientState client, Denial denial) {
        return Uni.createFrom().item(new Permit(client.id(), Optional.of(denial)));
    }

    @Override
    public Uni<Boolean> note(Definition definition, UUID client, Instant leasedAt, Outcome outcome) {
        if (definition.settings().isEmpty()) {
            return Uni.createFrom().item(true);
        }
        var now = clock.instant();
        return clients.find(definition, now).flatMap(seen -> {
            var answer = Answer.of(outcome, seen.cautiousUntil().isPresent());
            var unmoved = answer == Answer.NOTHING
                    || !seen.client().id().equals(client)
                    || answer == Answer.GOOD && seen.client().isAtRest(recovered(now));
            return unmoved
                    ? Uni.createFrom().item(true)
                    : clients.lock(seen.client()).map(locked -> {
                        apply(locked, definition, leasedAt, outcome, answer, seen.cautiousUntil(), now);
                        return answer != Answer.REJECTED || !locked.breaker().isOpen();
                    });
        });
    }

    private void apply(
            ClientState client,
            Definition definition,
            Instant leasedAt,
            Outcome outcome,
            Answer answer,
            Optional<Instant> cautiousUntil,
            Instant now) {
        if (answer == Answer.GOOD) {
            if (client.good(leasedAt, recovered(now), now)) {
                metrics.breakerClosed();
            }
        } else if (outcome instanceof Outcome.Throttled throttled) {
            client.throttled(throttled.retryAfter(), now);
        } else if (outcome instanceof Outcome.Misconfigured misconfigured) {
            if (!definition.createdAt().isAfter(leasedAt)) {
                client.refused(definition.createdAt(), now.plus(REFUSAL_PROBED_EVERY), misconfigured.error());
            }
        } else if (answer.isFailure()) {
            if (client.breaker().failed(answer, leasedAt, now)) {
                metrics.breakerOpened();
            }
            // To probe with one grant after the other would be to spend them on a database that is wrong.
            cautiousUntil
                    .filter(until ->
                            client.breaker().isOpen() && client.breaker().isOfRejections())
                    .ifPresent(client.breaker()::rest);
        }
    }

    @Override
    public Uni<List<Room>> rooms() {
        var now = clock.instant();
        return clusters.look().flatMap(look -> {
            var checked = look.remembered().knows(look.startedAt());
            var cautious = look.remembered().cautiousUntil(now).isPresent();
            var limitedByDefault =
                    config.rate().isPresent() || config.concurrency().isPresent();
            var held = !checked || cautious || limitedByDefault ? clients.heldOrDue(now) : clients.held();
            return held.flatMap(found -> checked ? rooms(found, cautious, now) : noRoom(found));
        });
    }

    private static Uni<List<Room>> noRoom(List<ClientState> held) {
        return Uni.createFrom()
                .item(held.stream()
                        .map(client -> new Room(client.id(), 0, 0, false))
                        .toList());
    }

    private Uni<List<Room>> rooms(List<ClientState> held, boolean cautious, Instant now) {
        var counted = held.stream()
                .filter(client -> terms(client, cautious, now).concurrency().isPresent())
                .map(ClientState::id)
                .toList();
        var running = counted.isEmpty()
                ? Uni.createFrom().item(java.util.Map.<UUID, Integer>of())
                : clients.running(counted, now);
        return running.map(leases -> held.stream()
                .map(client -> room(client, terms(client, cautious, now), leases.getOrDefault(client.id(), 0), now))
                .toList());
    }

    /** Of a refused client's connections only those come that a newer definition may help, or one probe when it is due. */
    private static Room room(ClientState client, Terms terms, int running, Instant now) {
        if (client.pause().isOn(now) || !client.breaker().lets(now)) {
            return new Room(client.id(), 0, 0, client.recalls());
        }
        var probing = client.breaker().isOpen()
                || client.refusalProbeAt().filter(at -> !now.isBefore(at)).isPresent();
        var most = probing ? 1 : Integer.MAX_VALUE;
        var places = Math.min(
                most, terms.concurrency().map(all -> Math.max(0, all - running)).orElse(most));
        return new Room(
                client.id(),
                within(places, terms.pace(), client, now),
                within(places, terms.pace().map(Pace::ahead), client, now),
                client.recalls());
    }

    private static int within(int places, Optional<Pace> pace, ClientState client, Instant now) {
        return pace.map(at -> Math.min(places, at.room(client.takenUntil(), now)))
                .orElse(places);
    }

    @Override
    public Uni<Void> recalled(List<UUID> called) {
        return called.isEmpty() ? Uni.createFrom().voidItem() : clients.recalled(called);
    }

    private Terms terms(ClientState client, boolean cautious, Instant now) {
        return Terms.of(client.limits(), client.pacedFrom(), cautious, config, now);
    }

    private Instant recovered(Instant now) {
        return now.minus(config.recoveryFor());
    }
}

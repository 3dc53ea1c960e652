package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.renewal.ProviderHold.Client;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresProviderHolds implements ProviderHolds {

    private final Mutiny.SessionFactory sessions;

    PostgresProviderHolds(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public Uni<Boolean> permit(Definition definition, Instant now, Instant nextProbe) {
        return sessions.withTransaction(
                session -> session.find(ProviderHold.class, client(definition)).flatMap(hold -> {
                    if (hold == null || !hold.isThrottled(now) && !hold.refuses(definition.createdAt())) {
                        return Uni.createFrom().item(true);
                    }
                    return hold.isThrottled(now)
                            ? Uni.createFrom().item(false)
                            : probe(session, definition, now, nextProbe);
                }));
    }

    /** Of several who find the probe due, the row lets one go ahead. */
    private static Uni<Boolean> probe(Mutiny.Session session, Definition definition, Instant now, Instant nextProbe) {
        return named(session.createNativeQuery("""
                        update provider_client set probe_at = :next
                        where issuer = :issuer and app = :app and client_id = :client and probe_at <= :now"""), definition)
                .setParameter("next", nextProbe)
                .setParameter("now", now)
                .executeUpdate()
                .map(updated -> updated == 1);
    }

    @Override
    public Uni<Void> throttle(Definition definition, Instant until) {
        return sessions.withTransaction(session -> named(session.createNativeQuery("""
                        insert into provider_client (issuer, app, client_id, throttled_until)
                        values (:issuer, :app, :client, :until)
                        on conflict (issuer, app, client_id) do update set throttled_until =
                            greatest(provider_client.throttled_until, excluded.throttled_until)"""), definition)
                .setParameter("until", until)
                .executeUpdate()
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> refuse(Definition definition, Instant probeAt, String reason) {
        return sessions.withTransaction(session -> named(session.createNativeQuery("""
                        insert into provider_client (issuer, app, client_id, refused_before, probe_at, reason)
                        values (:issuer, :app, :client, :defined, :probe, :reason)
                        on conflict (issuer, app, client_id) do update set probe_at = excluded.probe_at,
                            refused_before = greatest(provider_client.refused_before, excluded.refused_before),
                            reason = excluded.reason"""), definition)
                .setParameter("defined", definition.createdAt())
                .setParameter("probe", probeAt)
                .setParameter("reason", reason)
                .executeUpdate()
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> accept(Definition definition) {
        return sessions.withTransaction(session -> named(session.createNativeQuery("""
                        update provider_client set refused_before = null, probe_at = null, reason = null
                        where issuer = :issuer and app = :app and client_id = :client
                        and refused_before >= :defined"""), definition)
                .setParameter("defined", definition.createdAt())
                .executeUpdate()
                .replaceWithVoid());
    }

    private static <T> Mutiny.Query<T> named(Mutiny.Query<T> query, Definition definition) {
        var client = client(definition);
        return query.setParameter("issuer", client.issuer())
                .setParameter("app", client.app())
                .setParameter("client", client.clientId());
    }

    private static Client client(Definition definition) {
        return new Client(
                definition.issuer(), definition.app(), definition.clientId().orElseThrow());
    }
}

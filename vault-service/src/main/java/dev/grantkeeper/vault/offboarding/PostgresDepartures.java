package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Departures;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresDepartures implements Departures {

    private final Mutiny.SessionFactory sessions;

    PostgresDepartures(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public Uni<Boolean> since(ConnectionKey key, Instant moment) {
        var user = key.owner().kind() == OwnerKind.USER ? key.owner().id() : "";
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        select count(*) from offboarding where tenant = ?1 and begun_at > ?2
                        and (kind = 'app' and subject = ?3 or kind = 'user' and subject = ?4)""", Long.class)
                        .setParameter(1, key.tenant().toString())
                        .setParameter(2, moment)
                        .setParameter(3, key.app())
                        .setParameter(4, user)
                        .getSingleResult())
                .map(found -> found > 0);
    }
}

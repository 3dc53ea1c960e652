package dev.grantkeeper.vault.event;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresTransactions implements Transactions {

    private final Mutiny.SessionFactory sessions;

    PostgresTransactions(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public <T> Uni<T> inOne(Supplier<Uni<T>> work) {
        return sessions.withTransaction((session, transaction) -> work.get());
    }
}

package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.vault.access.Tenant;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** Cuts off authorizations under way of whoever leaves. */
public interface EndingFlows {

    /**
     * @param app none for those of all apps
     * @param user none for those of all users
     * @param before what was begun later goes on
     */
    Uni<Void> end(Tenant tenant, Optional<String> app, Optional<String> user, Instant before);
}

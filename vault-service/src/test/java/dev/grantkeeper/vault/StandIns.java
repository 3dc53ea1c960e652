package dev.grantkeeper.vault;

import dev.grantkeeper.vault.renewal.Rejections;
import dev.grantkeeper.vault.renewal.UrgentRenewals;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** In place of rooms that are not there yet. */
class StandIns {

    @Produces
    @DefaultBean
    @Singleton
    UrgentRenewals urgentRenewals() {
        return (id, generation, atMost) -> Uni.createFrom().item(UrgentRenewals.Ended.PENDING);
    }

    @Produces
    @DefaultBean
    @Singleton
    Rejections rejections() {
        return (execution, id, generation) ->
                Uni.createFrom().item(new Rejections.Answer(generation, Rejections.Action.LIMITED));
    }
}

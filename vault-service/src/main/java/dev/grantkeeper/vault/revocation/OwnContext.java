package dev.grantkeeper.vault.revocation;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Work that nobody waits for. On a context of its own, since a database session belongs to the context it was opened on. */
final class OwnContext {

    private static final Logger LOG = Logger.getLogger(OwnContext.class);

    private OwnContext() {}

    static void run(Vertx vertx, Supplier<Uni<Void>> work) {
        var context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(now -> work.get()
                .subscribe()
                .with(
                        done -> {},
                        fault -> LOG.warnf(
                                "Left to the next sweep: %s", fault.getClass().getName())));
    }
}

package dev.grantkeeper.vault.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What is to be said of requests before Quarkus answers them by itself. */
@ApplicationScoped
class ConsoleGate {

    /** Above the one that Quarkus judges other origins with. */
    private static final int BEFORE_CORS = 350;

    private final Console console;

    ConsoleGate(Console console) {
        this.console = console;
    }

    void register(@Observes Filters filters) {
        filters.register(this::judge, BEFORE_CORS);
    }

    private void judge(RoutingContext request) {
        var path = request.normalizedPath();
        if (path.startsWith("/embed/")) {
            // Which origins may call the vault is no matter of who may load these files: anybody may.
            request.request().headers().remove("Origin");
        }
        if (path.startsWith("/_static/") || path.startsWith("/_importmap/")) {
            if (console.page().isEmpty()) {
                request.response().setStatusCode(404).end();
                return;
            }
            request.response().putHeader("X-Content-Type-Options", "nosniff");
        }
        request.next();
    }
}

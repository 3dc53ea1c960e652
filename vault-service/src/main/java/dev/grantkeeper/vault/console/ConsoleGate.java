package dev.grantkeeper.vault.console;

import dev.grantkeeper.vault.access.VaultAddress;
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
    private final String ownOrigin;

    ConsoleGate(Console console, VaultAddress address) {
        this.console = console;
        var url = address.publicUrl();
        this.ownOrigin = url.getScheme() + "://" + url.getRawAuthority();
    }

    void register(@Observes Filters filters) {
        filters.register(this::judge, BEFORE_CORS);
    }

    private void judge(RoutingContext request) {
        var path = request.normalizedPath();
        var headers = request.request().headers();
        // Anybody may load what is to be embedded, whichever origins may call the vault.
        // And the vault's own pages are no other origin, although a proxy that ends TLS makes it look so.
        if (path.startsWith("/embed/") || ownOrigin.equalsIgnoreCase(headers.get("Origin"))) {
            headers.remove("Origin");
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

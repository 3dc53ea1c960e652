package dev.grantkeeper.system.provider;

import dev.grantkeeper.system.caller.FrontEnd;
import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.caller.Looked.Served;
import dev.grantkeeper.system.caller.Lookup;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.system.story.Check;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The workspace's connection at the same server, which takes the client and nobody to authorize it. */
final class ClientAlone {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final long LEAST_RENEWALS = 2;

    /** What app code asks for here is the workspace's. */
    private record OfWorkspace(Lookup lookup) implements Lookup {

        @Override
        public Looked user(String executionToken) {
            return lookup.workspace(executionToken);
        }

        @Override
        public Looked workspace(String executionToken) {
            return lookup.workspace(executionToken);
        }

        @Override
        public String protocol() {
            return lookup.protocol();
        }
    }

    private final FrontEnd dashboard;
    private final Lookup lookup;
    private final AuthorizationServer server;

    ClientAlone(FrontEnd dashboard, Lookup lookup, AuthorizationServer server) {
        this.dashboard = dashboard;
        this.lookup = new OfWorkspace(lookup);
        this.server = server;
    }

    /** @return what was counted */
    String play(String executionToken) {
        define();
        long begun = System.nanoTime();
        var first = Patience.await(FIRST, "token for the client alone", () -> Optional.of(lookup.user(executionToken))
                .filter(Served.class::isInstance)
                .map(Served.class::cast));
        long tenths = (System.nanoTime() - begun) / 100_000_000;
        var seen = new Steady(lookup, server).lookUp(executionToken, STEADY);
        Check.same("the connection's id", first.id(), seen.last().id());
        long renewals = seen.last().generation() - first.generation();
        Check.that(renewals >= LEAST_RENEWALS, "only " + renewals + " renewals for the client alone were seen");
        return "first token after " + tenths / 10.0 + " s, by a lookup; then " + seen.lookups()
                + " lookups, each active, " + renewals + " renewals";
    }

    private void define() {
        var particulars = server.particulars();
        var registration = particulars.registration();
        dashboard
                .define(
                        "workspace",
                        Map.of(
                                "type", "oauth2",
                                "settings",
                                        Map.of(
                                                "grant",
                                                "client_credentials",
                                                "issuer",
                                                particulars.issuer().toString()),
                                "client_id", registration.clientId(),
                                "client_secret", registration.clientSecret()))
                .expect(201);
    }
}

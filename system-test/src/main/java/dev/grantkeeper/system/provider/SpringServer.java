package dev.grantkeeper.system.provider;

import dev.grantkeeper.sandbox.ProviderUser;
import dev.grantkeeper.system.caller.Provider;
import dev.grantkeeper.system.fleet.AtProvider;
import dev.grantkeeper.system.machine.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Spring Authorization Server, which the sandbox is. It ends with the cluster. */
final class SpringServer implements AuthorizationServer {

    /** The sandbox's own. */
    private static final Duration LIFE = Duration.ofSeconds(10);

    private final Particulars particulars;
    private final Cluster cluster;
    private final Provider provider;

    private SpringServer(String version, URI issuer, Cluster cluster) {
        String secret = cluster.credentials().clientSecret();
        this.cluster = cluster;
        this.provider = new Provider(issuer, secret);
        this.particulars = new Particulars(
                "Spring Authorization Server " + version,
                new Registration(Cluster.SANDBOX_APP, Cluster.SANDBOX_APP, secret),
                issuer,
                List.of("sequences.read", "sequences.write"),
                LIFE,
                new Ways(
                        "introspection",
                        "the person removes the app",
                        "introspection calls the access token inactive"));
    }

    static SpringServer start(Site site) {
        return new SpringServer(site.springVersion(), site.cluster().startSandbox(), site.cluster());
    }

    @Override
    public Particulars particulars() {
        return particulars;
    }

    @Override
    public AtProvider person() {
        return (request, member) -> {
            var callback =
                    URI.create(cluster.redirectUri(particulars.registration().app()));
            var user = new ProviderUser(
                    Site.PERSON, cluster.credentials().passwords().get(Site.PERSON));
            try {
                return user.authorize(request, callback);
            } catch (IOException e) {
                throw new UncheckedIOException("the sandbox did not answer the browser", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        };
    }

    @Override
    public boolean isActive(String accessToken) {
        return provider.introspect(accessToken).active();
    }

    @Override
    public List<String> presented() {
        return provider.refreshes().stream()
                .flatMap(refresh -> Collections.nCopies(refresh.presented(), refresh.sha256()).stream())
                .toList();
    }

    @Override
    public void endGrant() {
        provider.revoke(Site.PERSON);
    }

    @Override
    public boolean isRevoked(String accessToken) {
        return !isActive(accessToken);
    }

    @Override
    public void close() {}
}

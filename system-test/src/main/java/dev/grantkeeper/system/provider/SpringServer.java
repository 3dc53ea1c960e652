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

    private final String version;
    private final URI issuer;
    private final Cluster cluster;
    private final Registration registration;
    private final Provider provider;

    private SpringServer(String version, URI issuer, Cluster cluster) {
        this.version = version;
        this.issuer = issuer;
        this.cluster = cluster;
        this.registration = new Registration(
                Cluster.SANDBOX_APP, Cluster.SANDBOX_APP, cluster.credentials().clientSecret());
        this.provider = new Provider(issuer, registration.clientSecret());
    }

    static SpringServer start(Site site) {
        return new SpringServer(site.springVersion(), site.cluster().startSandbox(), site.cluster());
    }

    @Override
    public String name() {
        return "Spring Authorization Server " + version;
    }

    @Override
    public Registration registration() {
        return registration;
    }

    @Override
    public URI issuer() {
        return issuer;
    }

    @Override
    public List<String> scopes() {
        return List.of("sequences.read", "sequences.write");
    }

    /** The sandbox's own. */
    @Override
    public Duration accessLife() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Ways ways() {
        return new Ways("introspection", "the person removes the app", "introspection calls the access token inactive");
    }

    @Override
    public AtProvider person() {
        return (request, member) -> {
            var callback = URI.create(cluster.redirectUri(registration.app()));
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

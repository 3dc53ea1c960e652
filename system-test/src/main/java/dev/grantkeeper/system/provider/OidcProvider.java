package dev.grantkeeper.system.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantkeeper.system.caller.Http;
import dev.grantkeeper.system.fleet.AtProvider;
import dev.grantkeeper.system.machine.Credentials;
import dev.grantkeeper.testkit.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** oidc-provider of npm with rotation, as {@code system-test/src/oidc-provider} sets it up. */
final class OidcProvider implements AuthorizationServer {

    private static final Duration LIFE = Duration.ofSeconds(12);
    private static final Path HOME = Path.of("target", "oidc-provider").toAbsolutePath();

    private final Http http = new Http();
    private final Particulars particulars;
    private final String onlooker;
    private final NodeServer node;

    private OidcProvider(Particulars particulars, String onlooker, NodeServer node) {
        this.particulars = particulars;
        this.onlooker = "Bearer " + onlooker;
        this.node = node;
    }

    static OidcProvider start(Site site) {
        var registration = new Registration("oidc-provider", "oidc-client", Credentials.randomText());
        String onlooker = Credentials.randomText();
        int port = LoopbackPorts.free();
        var log = site.directory().resolve("oidc-provider.log");
        var node = NodeServer.start(
                site.source("oidc-provider"),
                HOME,
                log,
                Map.of(
                        "PORT", Integer.toString(port),
                        "CLIENT_ID", registration.clientId(),
                        "CLIENT_SECRET", registration.clientSecret(),
                        "REDIRECT_URI", site.redirectUri(registration.app()),
                        "ACCESS_SECONDS", Long.toString(LIFE.toSeconds()),
                        "ONLOOKER", onlooker));
        String name = "oidc-provider " + version() + ", Node.js " + NodeServer.version(log);
        var issuer = URI.create("http://" + LoopbackPorts.HOST + ":" + port);
        var ways =
                new Ways("introspection", "its store drops the grant", "introspection calls the access token inactive");
        var particulars = new Particulars(name, registration, issuer, List.of("openid"), LIFE, ways);
        return new OidcProvider(particulars, onlooker, node);
    }

    @Override
    public Particulars particulars() {
        return particulars;
    }

    @Override
    public AtProvider person() {
        var form = new FormPerson(Map.of("login", Site.PERSON, "password", "any"));
        return (request, member) -> form.authorize(request);
    }

    @Override
    public boolean isActive(String accessToken) {
        return particulars.introspect(http, at("/token/introspection"), accessToken);
    }

    @Override
    public List<String> presented() {
        var presented = new ArrayList<String>();
        for (JsonNode refresh :
                http.get(at("/onlooker/refreshes"), onlooker).expect(200).body().path("refreshes")) {
            presented.add(refresh.path("token").asText());
        }
        return presented;
    }

    @Override
    public void endGrant() {
        http.send("POST", at("/onlooker/grants/" + Site.PERSON), onlooker, null, "")
                .expect(200);
    }

    @Override
    public boolean isRevoked(String accessToken) {
        return !isActive(accessToken);
    }

    @Override
    public void close() {
        node.close();
    }

    private URI at(String path) {
        return particulars.issuer().resolve(path);
    }

    private static String version() {
        try {
            return new ObjectMapper()
                    .readTree(Files.readString(HOME.resolve("node_modules/oidc-provider/package.json")))
                    .path("version")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException("oidc-provider is not installed in " + HOME, e);
        }
    }
}

package dev.grantkeeper.system.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantkeeper.system.caller.Http;
import dev.grantkeeper.system.fleet.AtProvider;
import dev.grantkeeper.system.machine.Credentials;
import dev.grantkeeper.system.platform.MachineClock;
import dev.grantkeeper.testkit.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import okhttp3.mockwebserver.RecordedRequest;

/**
 * mock-oauth2-server, inside this JVM. It lacks a memory of what it revoked: any refresh token is good, also one that it
 * never gave. So the grant's end is that of its token callback. Its introspection allows a minute after the end, so that the
 * token's own end counts besides.
 */
final class MockServer implements AuthorizationServer {

    private static final String ISSUER = "mock";
    private static final Duration LIFE = Duration.ofSeconds(12);

    private final Http http = new Http();
    private final ObjectMapper json = new ObjectMapper();
    private final MockOAuth2Server server;
    private final MockGrant grant;
    private final Particulars particulars;
    private final List<String> presented = new ArrayList<>();
    private final List<String> revoked = new ArrayList<>();

    private MockServer(MockOAuth2Server server, MockGrant grant, URI issuer) {
        this.server = server;
        this.grant = grant;
        this.particulars = new Particulars(
                "mock-oauth2-server " + System.getProperty("grantkeeper.mock-oauth2-server", ""),
                new Registration("mock", "mock-client", Credentials.randomText()),
                issuer,
                List.of("openid"),
                LIFE,
                new Ways(
                        "introspection, and its `exp`",
                        "its token callback refuses to renew, for what it revokes it renews all the same",
                        "the newest refresh token came to its revocation endpoint, which forgets nothing"));
    }

    static MockServer start(Site site) {
        var grant = new MockGrant(ISSUER, Site.PERSON, LIFE);
        var server = new MockOAuth2Server(
                new OAuth2Config(true, null, null, true, new OAuth2TokenProvider(), Set.of(grant)));
        int port = LoopbackPorts.free();
        try {
            server.start(InetAddress.getByName(LoopbackPorts.HOST), port);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
        return new MockServer(server, grant, URI.create("http://" + LoopbackPorts.HOST + ":" + port + "/" + ISSUER));
    }

    @Override
    public Particulars particulars() {
        return particulars;
    }

    @Override
    public AtProvider person() {
        var form = new FormPerson(Map.of("username", Site.PERSON, "claims", ""));
        return (request, member) -> form.authorize(request);
    }

    @Override
    public boolean isActive(String accessToken) {
        return particulars.introspect(http, URI.create(particulars.issuer() + "/introspect"), accessToken)
                && MachineClock.get().instant().isBefore(end(accessToken));
    }

    @Override
    public List<String> presented() {
        takeRequests();
        return List.copyOf(presented);
    }

    @Override
    public void endGrant() {
        grant.end();
    }

    @Override
    public boolean isRevoked(String accessToken) {
        takeRequests();
        return revoked.stream().anyMatch(token -> !presented.contains(token));
    }

    @Override
    public void close() {
        server.shutdown();
    }

    private Instant end(String accessToken) {
        try {
            JsonNode claims =
                    json.readTree(Base64.getUrlDecoder().decode(accessToken.split("\\.")[1]));
            return Instant.ofEpochSecond(claims.get("exp").asLong());
        } catch (IOException e) {
            throw new UncheckedIOException("an access token that is no JWT", e);
        }
    }

    private void takeRequests() {
        for (var request = next(); request != null; request = next()) {
            var fields = fields(request.getBody().readString(UTF_8));
            if ("refresh_token".equals(fields.get("grant_type"))) {
                presented.add(fields.get("refresh_token"));
            } else if (request.getPath().endsWith("/revoke") && "refresh_token".equals(fields.get("token_type_hint"))) {
                revoked.add(fields.get("token"));
            }
        }
    }

    private RecordedRequest next() {
        try {
            return server.takeRequest(1, MILLISECONDS);
        } catch (RuntimeException noneLeft) {
            return null;
        }
    }

    private static Map<String, String> fields(String form) {
        var fields = new HashMap<String, String>();
        for (String pair : form.split("&")) {
            String[] both = pair.split("=", 2);
            fields.put(both[0], both.length == 2 ? Http.decode(both[1]) : "");
        }
        return fields;
    }
}

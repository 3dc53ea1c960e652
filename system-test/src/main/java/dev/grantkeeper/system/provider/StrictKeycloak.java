package dev.grantkeeper.system.provider;

import dev.grantkeeper.system.caller.Http;
import dev.grantkeeper.system.fleet.AtProvider;
import dev.grantkeeper.system.keycloak.KeycloakAdmin;
import dev.grantkeeper.system.keycloak.KeycloakServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Keycloak with strict rotation, in a process of its own. */
final class StrictKeycloak implements AuthorizationServer {

    private static final Duration LIFE = Duration.ofSeconds(12);

    private final Http http = new Http();
    private final KeycloakServer keycloak;
    private final Particulars particulars;

    private StrictKeycloak(KeycloakServer keycloak, String version) {
        this.keycloak = keycloak;
        this.particulars = new Particulars(
                "Keycloak " + version,
                new Registration("keycloak", keycloak.clientId(), keycloak.clientSecret()),
                keycloak.issuer(),
                List.of("openid"),
                LIFE,
                new Ways(
                        "introspection",
                        "the administrator ends the session",
                        "introspection calls the access token inactive"));
    }

    static StrictKeycloak start(Site site) {
        var distribution = KeycloakServer.distribution();
        var log = site.directory().resolve("keycloak.log");
        return new StrictKeycloak(
                KeycloakServer.start(distribution, log, LIFE),
                distribution.getFileName().toString().replaceFirst("^keycloak-", ""));
    }

    @Override
    public Particulars particulars() {
        return particulars;
    }

    @Override
    public AtProvider person() {
        return (request, member) -> keycloak.person().authorize(request);
    }

    @Override
    public boolean isActive(String accessToken) {
        return particulars.introspect(
                http, URI.create(keycloak.issuer() + "/protocol/openid-connect/token/introspect"), accessToken);
    }

    @Override
    public List<String> presented() {
        return keycloak.admin().refreshes().stream()
                .map(KeycloakAdmin.Refresh::presented)
                .toList();
    }

    @Override
    public void endGrant() {
        keycloak.admin().logout(keycloak.user());
    }

    @Override
    public boolean isRevoked(String accessToken) {
        return !isActive(accessToken) && keycloak.admin().revocations() == 1;
    }

    @Override
    public void close() {
        keycloak.close();
    }
}

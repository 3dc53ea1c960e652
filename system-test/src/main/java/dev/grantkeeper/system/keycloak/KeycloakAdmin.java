package dev.grantkeeper.system.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grantkeeper.system.caller.Http;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What Keycloak's administrator sees and does, through its admin API. */
public final class KeycloakAdmin {

    /**
     * A refresh as Keycloak recorded it.
     *
     * @param presented id of the refresh token that came; empty where Keycloak could not tell
     * @param next id of the one that was given for it; empty when refused
     * @param error empty when it was answered with tokens
     */
    public record Refresh(String presented, String next, String error) {}

    static final List<String> WATCHED = List.of("REFRESH_TOKEN", "REFRESH_TOKEN_ERROR", "REVOKE_GRANT");

    private static final String NAME = "administrator";
    private static final int MOST_EVENTS = 1_000;

    private final Http http = new Http();
    private final URI address;
    private final String realm;
    private final String password;

    KeycloakAdmin(URI address, String realm, String password) {
        this.address = address;
        this.realm = realm;
        this.password = password;
    }

    /** With which Keycloak has to be started. */
    Map<String, String> environment() {
        return Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", NAME, "KC_BOOTSTRAP_ADMIN_PASSWORD", password);
    }

    /** Ends every session of this user, and with it the grants given in it. */
    public void logout(String user) {
        String authorization = authorization();
        var found = http.get(path("/users?exact=true&username=" + Http.encode(user)), authorization)
                .expect(200);
        http.send("POST", path("/users/" + found.text("0.id") + "/logout"), authorization, null, "")
                .expect(204);
    }

    /** Every refresh that came, oldest first. */
    public List<Refresh> refreshes() {
        var refreshes = new ArrayList<Refresh>();
        for (JsonNode event : events("type=REFRESH_TOKEN&type=REFRESH_TOKEN_ERROR")) {
            var details = event.path("details");
            refreshes.add(new Refresh(
                    details.path("refresh_token_id").asText(),
                    details.path("updated_refresh_token_id").asText(),
                    event.path("error").asText("")));
        }
        Collections.reverse(refreshes);
        return refreshes;
    }

    /** How many tokens were revoked by their client. */
    public int revocations() {
        return events("type=REVOKE_GRANT").size();
    }

    private JsonNode events(String types) {
        return http.get(path("/events?max=" + MOST_EVENTS + "&" + types), authorization())
                .expect(200)
                .body();
    }

    String authorization() {
        var token = http.postForm(
                        address.resolve("/realms/master/protocol/openid-connect/token"),
                        "",
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                NAME,
                                "password",
                                password))
                .expect(200)
                .text("access_token");
        return "Bearer " + token;
    }

    URI path(String resource) {
        return address.resolve("/admin/realms/" + realm + resource);
    }
}

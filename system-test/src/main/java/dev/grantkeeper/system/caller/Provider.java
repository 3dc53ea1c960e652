package dev.grantkeeper.system.caller;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The external service: what it says about tokens, and what an onlooker may do to a grant. */
public final class Provider {

    /**
     * What introspection says of a token (RFC 7662).
     *
     * @param issuedAt null when inactive, as is {@code expiresAt}
     */
    public record Introspection(boolean active, Instant issuedAt, Instant expiresAt) {}

    /**
     * What the provider counted of one refresh token.
     *
     * @param sha256 lower-case hex
     * @param user null when it never was a live one
     * @param presented how often
     * @param refused how often with an error for an answer
     */
    public record Refresh(String sha256, String user, int presented, int refused, Instant firstAt) {}

    private final Http http = new Http();
    private final URI address;
    private final String credentials;

    public Provider(URI sandbox, String clientSecret) {
        this.address = sandbox;
        this.credentials = Http.basic(Platform.APP, clientSecret);
    }

    public Introspection introspect(String token) {
        var body = http.postForm(address.resolve("/oauth2/introspect"), credentials, Map.of("token", token))
                .expect(200)
                .body();
        boolean active = body.path("active").asBoolean();
        return new Introspection(active, time(body.get("iat")), time(body.get("exp")));
    }

    /** Adds a prospect to a mail sequence, as the app does with the value it looked up. */
    public Answer addProspect(String accessToken) {
        return http.sendJson(
                "POST",
                address.resolve("/api/v1/sequences"),
                "Bearer " + accessToken,
                Map.of("email", "grace@example.com", "sequenceId", 7, "mailboxId", 11));
    }

    /** Every refresh token that ever was presented, oldest first. */
    public List<Refresh> refreshes() {
        var refreshes = new ArrayList<Refresh>();
        for (JsonNode token : http.get(address.resolve("/provider/refreshes"), credentials)
                .expect(200)
                .body()
                .get("tokens")) {
            refreshes.add(new Refresh(
                    token.get("sha256").asText(),
                    token.path("user").asText(null),
                    token.get("presented").asInt(),
                    token.get("refused").asInt(),
                    Instant.parse(token.get("first_at").asText())));
        }
        return refreshes;
    }

    /** As if the user had removed the app in their settings there. Returns how many grants that ended. */
    public int revoke(String user) {
        return http.sendJson("POST", address.resolve("/provider/grants/" + user + "/revoke"), credentials, Map.of())
                .expect(200)
                .body()
                .get("revoked")
                .asInt();
    }

    private static Instant time(JsonNode seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds.asLong());
    }
}

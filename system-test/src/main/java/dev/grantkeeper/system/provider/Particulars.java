package dev.grantkeeper.system.provider;

import dev.grantkeeper.system.caller.Http;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is to be known of an authorization server.
 *
 * @param name with its version
 * @param issuer at which its metadata is found
 * @param scopes what the app asks for
 * @param accessLife how long its access tokens live
 */
record Particulars(
        String name, Registration registration, URI issuer, List<String> scopes, Duration accessLife, Ways ways) {

    /** Whether the server calls the token active (RFC 7662). */
    boolean introspect(Http http, URI endpoint, String token) {
        return http.postForm(
                        endpoint,
                        Http.basic(registration.clientId(), registration.clientSecret()),
                        Map.of("token", token))
                .expect(200)
                .body()
                .path("active")
                .asBoolean();
    }
}

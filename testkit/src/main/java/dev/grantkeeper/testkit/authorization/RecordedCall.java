package dev.grantkeeper.testkit.authorization;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it arrived, before any fault.
 *
 * @param at by the server's clock
 * @param headers names in lower case
 * @param parameters of the form body, or of the query for {@link Endpoint#AUTHORIZATION}
 */
public record RecordedCall(
        Endpoint endpoint, Instant at, String method, Map<String, String> headers, Map<String, String> parameters) {

    public RecordedCall {
        requireNonNull(endpoint, "endpoint");
        requireNonNull(at, "at");
        requireNonNull(method, "method");
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
    }

    public Optional<String> grantType() {
        return Optional.ofNullable(parameters.get("grant_type"));
    }

    /** The refresh token presented to the token endpoint. */
    public Optional<String> refreshToken() {
        return Optional.ofNullable(parameters.get("refresh_token")).filter(token -> endpoint == Endpoint.TOKEN);
    }
}

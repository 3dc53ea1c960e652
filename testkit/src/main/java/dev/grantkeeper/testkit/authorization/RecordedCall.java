package dev.grantkeeper.testkit.authorization;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it arrived, before any fault.
 *
 * @param at by the server's clock
 * @param query as it was sent; empty if there was none
 * @param headers names in lower case
 * @param body as it was sent
 * @param parameters of the form body, or of the query for {@link Endpoint#AUTHORIZATION}
 */
public record RecordedCall(
        Endpoint endpoint,
        Instant at,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        Map<String, String> parameters) {

    public RecordedCall {
        requireNonNull(endpoint, "endpoint");
        requireNonNull(at, "at");
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        requireNonNull(query, "query");
        requireNonNull(body, "body");
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
    }

    public Optional<String> grantType() {
        return Optional.ofNullable(parameters.get("grant_type"));
    }

    /** Who the caller says it is, whether or not it can prove that. */
    public Optional<String> clientId() {
        return basic().map(ClientCredentials::id).or(() -> Optional.ofNullable(parameters.get("client_id")));
    }

    /** From the header; empty if there is none, or none that can be read. */
    Optional<ClientCredentials> basic() {
        return Optional.ofNullable(headers.get("authorization")).flatMap(ClientCredentials::basic);
    }

    /** The refresh token presented to the token endpoint. */
    public Optional<String> refreshToken() {
        return Optional.ofNullable(parameters.get("refresh_token")).filter(token -> endpoint == Endpoint.TOKEN);
    }
}

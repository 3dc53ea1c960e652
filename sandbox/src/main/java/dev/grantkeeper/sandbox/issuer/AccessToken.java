package dev.grantkeeper.sandbox.issuer;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * A token response (RFC 6749, section 5.1).
 *
 * @param expiresIn seconds
 */
record AccessToken(
        @JsonProperty("access_token") String value,
        @JsonProperty("token_type") String type,
        @JsonProperty("expires_in") long expiresIn) {

    AccessToken(String value, Duration life) {
        this(value, "Bearer", life.toSeconds());
    }

    @Override
    public String toString() {
        return "AccessToken[expiresIn=" + expiresIn + "]";
    }
}

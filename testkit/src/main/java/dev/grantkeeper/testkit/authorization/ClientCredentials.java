package dev.grantkeeper.testkit.authorization;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Who a caller says it is, and how it means to prove that (RFC 6749 section 2.3.1). */
record ClientCredentials(String id, Optional<String> secret) {

    static ClientCredentials of(Map<String, String> form) {
        return new ClientCredentials(
                form.getOrDefault("client_id", ""), Optional.ofNullable(form.get("client_secret")));
    }

    /** Empty for another scheme and for what is not base64 of a pair. */
    static Optional<ClientCredentials> basic(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            var pair = new String(Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new ClientCredentials(
                            Protocol.decode(pair.substring(0, colon)),
                            Optional.of(Protocol.decode(pair.substring(colon + 1)))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "ClientCredentials[id=" + id + "]";
    }
}

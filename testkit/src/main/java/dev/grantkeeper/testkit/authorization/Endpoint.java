package dev.grantkeeper.testkit.authorization;

import java.util.Arrays;
import java.util.Optional;

/** What the server serves: RFC 6749 (authorize, token), RFC 7009, RFC 7662 and RFC 8414. */
public enum Endpoint {
    AUTHORIZATION("/authorize"),
    TOKEN("/token"),
    REVOCATION("/revoke"),
    INTROSPECTION("/introspect"),
    METADATA("/.well-known/oauth-authorization-server");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }

    static Optional<Endpoint> at(String path) {
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.path.equals(path))
                .findFirst();
    }
}

package dev.grantkeeper.testkit.authorization;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * A registered client. One with a secret proves itself by Basic header or form body, never both (RFC 6749 section
 * 2.3.1); one without is public.
 *
 * @param redirectUris compared as whole strings (RFC 9700 section 2.1)
 */
public record Client(String id, Optional<String> secret, Set<String> redirectUris) {

    public Client {
        requireNonNull(id, "id");
        requireNonNull(secret, "secret");
        redirectUris = Set.copyOf(redirectUris);
    }

    public static Client confidential(String id, String secret, String... redirectUris) {
        return new Client(id, Optional.of(secret), Set.of(redirectUris));
    }

    public static Client publicClient(String id, String... redirectUris) {
        return new Client(id, Optional.empty(), Set.of(redirectUris));
    }
}

package dev.grantkeeper.sdk;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An account at an external service, and a value that works there. Prints without the value.
 *
 * @param value a secret or an OAuth 2.0 access token; never empty
 * @param createdBy who connected it: a user, or the app where its own client is all that it takes
 * @param expiresAt empty for a value that does not expire
 * @param generation counts the writes of the value; what {@link Grantkeeper#reportRejected} wants back
 * @param metadata what is known of the account at the provider, such as its subdomain; no secret
 */
public record Connection(
        UUID id,
        String value,
        Type type,
        Owner ownedBy,
        Owner createdBy,
        Optional<Instant> expiresAt,
        List<String> scopes,
        long generation,
        Map<String, String> metadata) {

    /** What the value is. */
    public enum Type {
        SECRET,
        OAUTH2,
        /** Something that this version of the SDK does not know. */
        OTHER
    }

    /** @param type {@code user}, {@code workspace} or, of {@link #createdBy} only, {@code app} */
    public record Owner(String type, String id) {

        public Owner {
            requireNonNull(type, "type");
            requireNonNull(id, "id");
        }
    }

    public Connection {
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(ownedBy, "ownedBy");
        requireNonNull(createdBy, "createdBy");
        requireNonNull(expiresAt, "expiresAt");
        scopes = List.copyOf(scopes);
        metadata = Map.copyOf(metadata);
        if (value.isEmpty() || generation < 1) {
            throw new IllegalArgumentException("value must not be empty, and generation is 1 or more");
        }
    }

    @Override
    public String toString() {
        return "Connection[" + id + ", " + type + " of " + ownedBy.type() + " " + ownedBy.id() + ", generation "
                + generation + ", value redacted]";
    }
}

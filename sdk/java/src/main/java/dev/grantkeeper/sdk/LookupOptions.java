package dev.grantkeeper.sdk;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a connection is asked for. {@link #DEFAULTS} leaves everything to the vault and the client.
 *
 * @param minTtl the least time the value must still live, counted in whole seconds, at most a day; the vault's default, 30 s,
 *     when empty. At most a quarter of the token's lifetime counts
 * @param requiredScopes scopes the value must have been granted; each of them offered by the app's definition
 * @param prompt whether somebody is prompted when a person has to authenticate
 * @param timeout within which the call ends, retries and waiting included; the client's when empty
 */
public record LookupOptions(
        Optional<Duration> minTtl, List<String> requiredScopes, boolean prompt, Optional<Duration> timeout) {

    public static final LookupOptions DEFAULTS = new LookupOptions(Optional.empty(), List.of(), true, Optional.empty());

    public LookupOptions {
        requireNonNull(minTtl, "minTtl");
        requiredScopes = List.copyOf(requiredScopes);
        timeout.ifPresent(Deadline::requirePositive);
        if (minTtl.filter(ttl -> ttl.isNegative() || ttl.compareTo(Duration.ofDays(1)) > 0)
                .isPresent()) {
            throw new IllegalArgumentException("minTtl must be from 0 to 24 hours");
        }
        if (requiredScopes.stream().anyMatch(scope -> scope.isEmpty() || scope.contains(" "))) {
            throw new IllegalArgumentException("each of requiredScopes must be one scope");
        }
    }

    public LookupOptions minTtl(Duration atLeast) {
        return new LookupOptions(Optional.of(atLeast), requiredScopes, prompt, timeout);
    }

    public LookupOptions requiredScopes(String... scopes) {
        return new LookupOptions(minTtl, List.of(scopes), prompt, timeout);
    }

    /** False asks without prompting anyone. */
    public LookupOptions prompt(boolean whether) {
        return new LookupOptions(minTtl, requiredScopes, whether, timeout);
    }

    public LookupOptions timeout(Duration whole) {
        return new LookupOptions(minTtl, requiredScopes, prompt, Optional.of(whole));
    }
}

package dev.grantkeeper.vault.lookup;

import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.error.Failure;
import java.time.Duration;
import java.util.List;

/**
 * What a caller asks for.
 *
 * @param minTtl the least time the value must still live
 * @param requiredScopes scopes the value must have been granted
 * @param prompt whether somebody is prompted when a person has to authenticate
 */
record Question(OwnerKind owner, Duration minTtl, List<String> requiredScopes, boolean prompt) {

    static final Duration DEFAULT_MIN_TTL = Duration.ofSeconds(30);
    private static final Duration LONGEST_MIN_TTL = Duration.ofDays(1);

    Question {
        if (minTtl.isNegative() || minTtl.compareTo(LONGEST_MIN_TTL) > 0) {
            throw Failure.invalid("min_ttl", "must be between 0 and " + LONGEST_MIN_TTL.toSeconds() + " seconds");
        }
        requiredScopes = List.copyOf(requiredScopes);
    }
}

package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.definition.ProviderClient;
import dev.grantkeeper.vault.value.OutcomeKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The right to renew one generation once, or why there is none. */
sealed interface Lease {

    /**
     * @param secret proves that the lease was the worker's
     * @param life from the moment it was given
     */
    record Granted(UUID id, Secret secret, Instant at, Duration life, Material material) implements Lease {}

    record Declined(Reason reason) implements Lease {}

    enum Reason {
        /** The connection is gone, cannot be renewed, or holds another generation by now. */
        STALE,
        NOT_DUE,
        /** Another attempt runs, or the next may not start yet. */
        HELD,
        /** The provider's limits leave no room. */
        NO_PERMIT;

        /** The word used in metrics. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What one renewal needs.
     *
     * @param refreshToken empty where the client alone is asked for
     */
    record Material(ProviderClient client, Optional<Secret> refreshToken, List<String> scopes, OutcomeKey outcomeKey) {

        @Override
        public String toString() {
            return "Material[redacted]";
        }
    }
}

package dev.grantkeeper.vault.provider;

import java.util.Optional;
import java.util.UUID;

/**
 * Whether one call may be made.
 *
 * @param client whose leases are counted together
 * @param denial why it may not; empty when it may
 */
public record Permit(UUID client, Optional<Denial> denial) {

    public boolean isGiven() {
        return denial.isEmpty();
    }
}

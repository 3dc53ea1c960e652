package dev.grantkeeper.vault.provider;

import java.util.Optional;

/**
 * What an operator set for one client; the configured default holds for what is empty.
 *
 * @param rate renewals a second
 * @param burst how many of them may go at once
 * @param concurrency renewals under way at once
 */
record Limits(Optional<Double> rate, Optional<Integer> burst, Optional<Integer> concurrency) {}

package dev.grantkeeper.vault.provider;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A provider client as operators see it.
 *
 * @param limits as they were set
 * @param inForce as they hold at this moment: with the configured defaults, a pace to come back at, caution
 * @param lastOutcomes the last 20 by kind
 */
record ProviderClientView(
        UUID id,
        String issuer,
        String app,
        String clientId,
        Limits limits,
        Limits inForce,
        int running,
        Optional<Instant> pausedUntil,
        BreakerView breaker,
        Optional<RefusalView> refusal,
        Map<String, Integer> lastOutcomes) {

    record BreakerView(String state, Optional<Instant> openedAt, Optional<Instant> nextProbeAt) {}

    /** @param reason the error with which the provider refuses the client */
    record RefusalView(String reason, Instant nextProbeAt) {}

    static ProviderClientView of(ClientState client, Terms terms, int running, Instant now) {
        var breaker = client.breaker();
        return new ProviderClientView(
                client.id(),
                client.issuer(),
                client.app(),
                client.clientId(),
                client.limits(),
                terms.asLimits(),
                running,
                client.pause().until().filter(now::isBefore),
                new BreakerView(breaker.isOpen() ? "open" : "closed", breaker.openedAt(), breaker.nextProbeAt()),
                client.refusalProbeAt()
                        .map(probe -> new RefusalView(client.refusal().orElse("unknown"), probe)),
                breaker.counts().entrySet().stream()
                        .collect(Collectors.toMap(count -> count.getKey().word(), Map.Entry::getValue)));
    }
}

package dev.grantkeeper.oauth2.egress;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where calls may go, and what they may cost.
 *
 * @param connectWithin name resolution, TCP and TLS together, at most
 * @param readUntil how long an answer is read, once the request is written
 * @param maxBodyBytes of an answer
 * @param maxConnections open at once per host
 * @param proxy that calls by https go through; those by http never leave this machine
 * @param refusals is told each; called from any thread, must not block
 */
public record EgressOptions(
        AddressRules addresses,
        Duration connectWithin,
        Duration readUntil,
        int maxBodyBytes,
        int maxConnections,
        Optional<EgressProxy> proxy,
        Consumer<Refusal> refusals) {}

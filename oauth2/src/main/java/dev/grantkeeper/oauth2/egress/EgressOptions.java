package dev.grantkeeper.oauth2.egress;

import java.time.Duration;

/**
 * Where calls may go, and what they may cost.
 *
 * @param connectWithin name resolution, TCP and TLS together, at most
 * @param readUntil how long an answer is read, once the request is written
 * @param maxBodyBytes of an answer
 * @param maxConnections open at once per host
 */
public record EgressOptions(
        AddressRules addresses, Duration connectWithin, Duration readUntil, int maxBodyBytes, int maxConnections) {}

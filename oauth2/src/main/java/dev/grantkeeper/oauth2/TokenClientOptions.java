package dev.grantkeeper.oauth2;

import dev.grantkeeper.oauth2.egress.AddressRules;
import dev.grantkeeper.oauth2.egress.EgressOptions;
import dev.grantkeeper.oauth2.egress.EgressProxy;
import dev.grantkeeper.oauth2.egress.Network;
import dev.grantkeeper.oauth2.egress.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How patiently, and where, providers are called.
 *
 * @param addresses which may be called
 * @param connectWithin name resolution, TCP and TLS together; after that nothing is sent any more
 * @param answerWithin when an answer counts as lost, from the call
 * @param readUntil how long a late answer is still read, once the request is written
 * @param maxBodyBytes of an answer
 * @param maxConnections open at once per provider host
 * @param proxy that calls by https go through, if any
 * @param refusals is told each; called from any thread, must not block
 */
public record TokenClientOptions(
        UrlPolicy urlPolicy,
        AddressRules addresses,
        Duration connectWithin,
        Duration answerWithin,
        Duration readUntil,
        int maxBodyBytes,
        int maxConnections,
        Optional<EgressProxy> proxy,
        Consumer<Refusal> refusals) {

    public TokenClientOptions {
        boolean ordered = connectWithin.compareTo(answerWithin) < 0 && answerWithin.compareTo(readUntil) <= 0;
        if (connectWithin.toMillis() < 1 || !ordered) {
            throw new IllegalArgumentException(
                    "connectWithin must be shorter than answerWithin, and that than readUntil");
        }
        if (maxBodyBytes < 1 || maxConnections < 1) {
            throw new IllegalArgumentException("maxBodyBytes and maxConnections must be positive");
        }
    }

    /** Without a proxy, and telling nobody of refusals. */
    public TokenClientOptions(
            UrlPolicy urlPolicy,
            AddressRules addresses,
            Duration connectWithin,
            Duration answerWithin,
            Duration readUntil,
            int maxBodyBytes,
            int maxConnections) {
        this(
                urlPolicy,
                addresses,
                connectWithin,
                answerWithin,
                readUntil,
                maxBodyBytes,
                maxConnections,
                Optional.empty(),
                refusal -> {});
    }

    /** 3 s to connect, 8 s to answer, 120 s to read, 64 KiB, 1000 connections. */
    public static TokenClientOptions defaults(UrlPolicy urlPolicy, List<Network> allowedNetworks) {
        return new TokenClientOptions(
                urlPolicy,
                addressesFor(urlPolicy, allowedNetworks),
                Duration.ofSeconds(3),
                Duration.ofSeconds(8),
                Duration.ofSeconds(120),
                64 * 1024,
                1000);
    }

    /** Public ones, the networks given, and this machine itself where plain HTTP to it is allowed. */
    public static AddressRules addressesFor(UrlPolicy urlPolicy, List<Network> allowedNetworks) {
        return new AddressRules(urlPolicy == UrlPolicy.LOOPBACK_HTTP, allowedNetworks);
    }

    public TokenClientOptions through(Optional<EgressProxy> anyProxy) {
        return new TokenClientOptions(
                urlPolicy,
                addresses,
                connectWithin,
                answerWithin,
                readUntil,
                maxBodyBytes,
                maxConnections,
                anyProxy,
                refusals);
    }

    public TokenClientOptions telling(Consumer<Refusal> counter) {
        return new TokenClientOptions(
                urlPolicy,
                addresses,
                connectWithin,
                answerWithin,
                readUntil,
                maxBodyBytes,
                maxConnections,
                proxy,
                counter);
    }

    EgressOptions egress() {
        return new EgressOptions(addresses, connectWithin, readUntil, maxBodyBytes, maxConnections, proxy, refusals);
    }
}

package dev.grantkeeper.system.machine;

import dev.grantkeeper.testkit.KafkaServer;
import dev.grantkeeper.testkit.PostgresServer;
import java.net.URI;

/**
 * What the services are told of the world around them.
 *
 * @param issuer the {@code iss} of the platform's tokens
 * @param jwks where the platform's public keys are
 * @param tokens where workers get their tokens
 * @param console whether the vaults serve their console, which people sign in to at the platform
 */
record Surroundings(PostgresServer postgres, KafkaServer kafka, URI issuer, URI jwks, URI tokens, boolean console) {}

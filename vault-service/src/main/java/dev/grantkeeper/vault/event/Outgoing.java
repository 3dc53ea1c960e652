package dev.grantkeeper.vault.event;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event in the outbox.
 *
 * @param id orders the events of one key
 * @param data JSON; empty for a tombstone
 */
record Outgoing(
        long id, String topic, String key, String type, UUID eventId, Instant occurredAt, Optional<String> data) {}

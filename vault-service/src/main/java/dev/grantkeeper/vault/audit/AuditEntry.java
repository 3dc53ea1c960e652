package dev.grantkeeper.vault.audit;

import java.util.UUID;

/**
 * Who did what to which connection. Never carries a secret.
 *
 * @param actorKind execution, person, developer, worker, operator or vault
 * @param actor the caller's id; "-" when an execution was triggered by no user
 * @param app null where no app is concerned
 * @param connectionId null where no connection is concerned
 * @param generation the generation revealed or written, null where none was
 * @param detail a word or two from a closed vocabulary, or null
 */
public record AuditEntry(
        AuditAction action,
        String tenant,
        String actorKind,
        String actor,
        String app,
        UUID connectionId,
        Long generation,
        String detail) {}

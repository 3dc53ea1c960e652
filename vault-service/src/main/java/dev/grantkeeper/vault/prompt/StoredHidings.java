package dev.grantkeeper.vault.prompt;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who put which prompt aside, as the database has it. Whoever changes that holds the lock on the prompt's connection. */
interface StoredHidings {

    Uni<List<Hiding>> of(UUID prompt);

    /** In place of what the same person did before. */
    Uni<Void> put(UUID prompt, Hiding hiding);

    Uni<Void> delete(UUID prompt, String user);

    /** Those from then or before; snoozed prompts are left alone. */
    Uni<Void> endDismissals(UUID prompt, Instant until);
}

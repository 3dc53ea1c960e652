package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.event.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes back the prompts of whoever leaves: nobody is there to answer. */
@ApplicationScoped
public class ClosingPrompts {

    private final StoredPrompts prompts;
    private final Prompting prompting;
    private final PromptSweep sweep;
    private final Connections connections;
    private final Transactions transactions;

    ClosingPrompts(
            StoredPrompts prompts,
            Prompting prompting,
            PromptSweep sweep,
            Connections connections,
            Transactions transactions) {
        this.prompts = prompts;
        this.prompting = prompting;
        this.sweep = sweep;
        this.connections = connections;
        this.transactions = transactions;
    }

    /**
     * The open prompts of a tenant.
     *
     * @param app none for those of all apps
     * @param owner none for those of all owners
     * @param before what was opened later is left out
     */
    public Uni<List<Prompt>> open(
            Tenant tenant, Optional<String> app, Optional<Owner> owner, Instant before, int limit) {
        return prompts.openOf(tenant, app, owner, before, limit);
    }

    /**
     * Resolves one, unless it is resolved already, and tells the front ends.
     *
     * @param by who answers for that
     * @param noting takes part in the transaction; not called for what was resolved before
     */
    public Uni<Void> close(Prompt prompt, String by, Supplier<Uni<Void>> noting) {
        return transactions.inOne(() -> connections
                .lockOrNew(prompt.key())
                .chain(() -> prompting.close(prompt, by))
                .flatMap(closed -> closed ? noting.get() : Uni.createFrom().voidItem()));
    }

    /**
     * Deletes a tenant's prompts, here and in the compacted topic.
     *
     * @return how many, at most {@code limit}
     */
    public Uni<Integer> forget(Tenant tenant, int limit) {
        return prompts.ofTenant(tenant, limit).flatMap(all -> Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(sweep::forget)
                .collect()
                .last()
                .replaceWith(all.size()));
    }
}

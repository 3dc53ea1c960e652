package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Tenant;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.event.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
     * Resolves open prompts of a tenant, and tells the front ends.
     *
     * @param app none for those of all apps
     * @param owner none for those of all owners
     * @param by who answers for that
     * @return how many, at most {@code limit}
     */
    public Uni<Integer> close(Tenant tenant, Optional<String> app, Optional<Owner> owner, String by, int limit) {
        return prompts.openOf(tenant, app, owner, limit).flatMap(open -> each(open, prompt -> close(prompt.key(), by)));
    }

    private Uni<Void> close(ConnectionKey key, String by) {
        return transactions.inOne(() -> connections.lockOrNew(key).chain(() -> prompting.close(key, by)));
    }

    /**
     * Deletes a tenant's prompts, here and in the compacted topic.
     *
     * @return how many, at most {@code limit}
     */
    public Uni<Integer> forget(Tenant tenant, int limit) {
        return prompts.ofTenant(tenant, limit).flatMap(all -> each(all, sweep::forget));
    }

    private static Uni<Integer> each(List<Prompt> prompts, Function<Prompt, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(prompts)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last()
                .replaceWith(prompts.size());
    }
}

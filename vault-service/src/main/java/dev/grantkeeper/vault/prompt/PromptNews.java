package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.event.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Tells the front ends what has become of a prompt. */
@ApplicationScoped
class PromptNews {

    private final StoredPrompts prompts;
    private final PromptEvents events;
    private final Outbox outbox;

    PromptNews(StoredPrompts prompts, PromptEvents events, Outbox outbox) {
        this.prompts = prompts;
        this.events = events;
        this.outbox = outbox;
    }

    /**
     * In the transaction that changes it, which holds the lock on the connection.
     *
     * @param hidings all there are
     */
    Uni<Shown> tell(Prompt prompt, List<Hiding> hidings) {
        return show(prompt, hidings).call(shown -> outbox.append(events.event(shown)));
    }

    Uni<Shown> show(Prompt prompt, List<Hiding> hidings) {
        return prompts.offered(prompt.key()).map(offered -> new Shown(prompt, offered, hidings));
    }
}

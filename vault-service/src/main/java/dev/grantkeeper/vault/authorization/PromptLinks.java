package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.prompt.Prompt;
import dev.grantkeeper.vault.prompt.Prompts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Where the link of a prompt leads the person whom the prompt addresses, and nobody else. */
@ApplicationScoped
class PromptLinks {

    /** What a prompt asks for. */
    sealed interface Way {

        /** To be authorized at the provider. */
        record ToProvider(Begun begun) implements Way {}

        /** To be typed in at the platform. */
        record ToSettings(String app) implements Way {}
    }

    private final Prompts prompts;
    private final Definitions definitions;
    private final Beginning beginning;

    PromptLinks(Prompts prompts, Definitions definitions, Beginning beginning) {
        this.prompts = prompts;
        this.definitions = definitions;
        this.beginning = beginning;
    }

    /** Fails with {@link Refused} where the prompt is not open, not the person's, or its app offers the connection no more. */
    Uni<Way> follow(Person person, String promptId) {
        return prompts.find(id(promptId)).flatMap(found -> {
            var prompt = found.filter(open -> open.resolvedAt().isEmpty())
                    .orElseThrow(() -> new Refused(Refusal.NO_SUCH_PROMPT));
            var key = prompt.key();
            if (!key.tenant().equals(person.tenant()) || !person.mayActFor(key.owner())) {
                throw new Refused(Refusal.OTHER_PERSON);
            }
            return way(person, prompt);
        });
    }

    private Uni<Way> way(Person person, Prompt prompt) {
        var key = prompt.key();
        return definitions
                .find(key.tenant().issuer(), key.app(), key.owner().kind())
                .flatMap(found -> {
                    var definition = found.orElseThrow(() -> new Refused(Refusal.NO_SUCH_PROMPT));
                    return definition.type() == ConnectionType.SECRET
                            ? Uni.createFrom().item(new Way.ToSettings(key.app()))
                            : beginning
                                    .begin(person, key, definition, prompt.scopes(), Optional.empty())
                                    .map(Way.ToProvider::new);
                });
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw new Refused(Refusal.NO_SUCH_PROMPT);
        }
    }
}

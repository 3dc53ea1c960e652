package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.oauth2.inputs.Input;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.connection.ClientConnecting;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.definition.ConnectionType;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.prompt.Prompt;
import dev.grantkeeper.vault.prompt.Prompts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Where the link of a prompt leads the person whom the prompt addresses, and nobody else. */
@ApplicationScoped
class PromptLinks {

    /** What a prompt asks for. */
    sealed interface Way {

        /** To be authorized at the provider. */
        record ToProvider(Begun begun) implements Way {}

        /**
         * To say something of their account first.
         *
         * @param inputs each with what it is filled with
         * @param faulty the one whose value will not do, if the person was asked before
         */
        record ToInputs(String app, Map<Input, String> inputs, Optional<Input> faulty) implements Way {}

        /** Nowhere else: it is connected. */
        record Done(String app) implements Way {}

        /** To be typed in: on the page, or somewhere at the platform where the vault has none. */
        record ToSettings(String app, Optional<URI> page) implements Way {}
    }

    private final Prompts prompts;
    private final Definitions definitions;
    private final Beginning beginning;
    private final ClientConnecting clients;
    private final SettingsPages settingsPages;

    PromptLinks(
            Prompts prompts,
            Definitions definitions,
            Beginning beginning,
            ClientConnecting clients,
            SettingsPages settingsPages) {
        this.clients = clients;
        this.settingsPages = settingsPages;
        this.prompts = prompts;
        this.definitions = definitions;
        this.beginning = beginning;
    }

    /**
     * Fails with {@link Refused} where the prompt is not open, not the person's, its app offers the connection no more, or does not
     * allow it.
     *
     * @param inputs what the person says of their account, once they were asked
     */
    Uni<Way> follow(Person person, String promptId, Optional<Map<String, String>> inputs) {
        return prompts.find(id(promptId)).flatMap(found -> {
            var prompt = found.filter(open -> open.resolvedAt().isEmpty())
                    .orElseThrow(() -> new Refused(Refusal.NO_SUCH_PROMPT));
            var key = prompt.key();
            if (!key.tenant().equals(person.tenant()) || !person.mayActFor(key.owner())) {
                throw new Refused(Refusal.OTHER_PERSON);
            }
            return way(person, prompt, inputs);
        });
    }

    private Uni<Way> way(Person person, Prompt prompt, Optional<Map<String, String>> inputs) {
        var key = prompt.key();
        return definitions
                .find(key.tenant().issuer(), key.app(), key.owner().kind())
                .flatMap(found -> {
                    var definition = found.orElseThrow(() -> new Refused(Refusal.NO_SUCH_PROMPT));
                    if (definition.type() == ConnectionType.SECRET || definition.bringsClient()) {
                        var page = settingsPages.of(key.app(), key.owner().kind());
                        return Uni.createFrom().item(new Way.ToSettings(key.app(), page));
                    }
                    // A link alone, which anybody can have sent, connects nothing.
                    return definition.needsPerson() && definition.inputs().isEmpty() || inputs.isPresent()
                            ? begin(person, prompt, definition, inputs.map(sent -> asked(definition, sent)))
                            : asking(key, definition, Optional.empty(), Map.of());
                });
    }

    private Uni<Way> begin(Person person, Prompt prompt, Definition definition, Optional<Map<String, String>> inputs) {
        return begun(person, prompt, definition, inputs)
                .onFailure(Failure.class)
                .recoverWithUni(fault -> faulty(definition, (Failure) fault)
                        .map(input -> asking(prompt.key(), definition, Optional.of(input), inputs.orElse(Map.of())))
                        .orElseGet(() -> Uni.createFrom().failure(fault)));
    }

    private Uni<Way> begun(Person person, Prompt prompt, Definition definition, Optional<Map<String, String>> inputs) {
        if (definition.needsPerson()) {
            var wanted = new Wanted(prompt.scopes(), inputs, Optional.empty());
            return beginning.begin(person, prompt.key(), definition, wanted).map(Way.ToProvider::new);
        }
        return Uni.createFrom()
                .item(() -> definition.with(inputs.orElse(Map.of())))
                .flatMap(said -> clients.connect(prompt.key(), said, person.user(), Optional.empty()))
                .onFailure(Refused::isOfApp)
                .transform(fault -> Refused.byApp(prompt.key().app(), (Failure) fault))
                .replaceWith(new Way.Done(prompt.key().app()));
    }

    private static Map<String, String> asked(Definition definition, Map<String, String> sent) {
        return definition.inputs().stream()
                .map(Input::name)
                .filter(sent::containsKey)
                .collect(Collectors.toMap(name -> name, sent::get));
    }

    private static Optional<Input> faulty(Definition definition, Failure failure) {
        return definition.inputs().stream()
                .filter(input -> failure.fields().stream()
                        .anyMatch(error -> error.field().equals("inputs." + input.name())))
                .findFirst();
    }

    private Uni<Way> asking(
            ConnectionKey key, Definition definition, Optional<Input> faulty, Map<String, String> typed) {
        return beginning.inputs(key, definition).map(inputs -> {
            inputs.replaceAll((input, before) -> typed.getOrDefault(input.name(), before));
            return new Way.ToInputs(key.app(), inputs, faulty);
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

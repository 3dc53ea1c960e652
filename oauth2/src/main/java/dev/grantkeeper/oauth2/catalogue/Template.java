package dev.grantkeeper.oauth2.catalogue;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.UrlPolicy;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider as its own documentation describes it.
 *
 * @param category one of {@link TemplateYaml#CATEGORIES}
 * @param unverifiedFacts what nobody could read in the provider's own documentation; none for a verified template
 * @param settings as {@link ProviderSettings#fromJson} reads them, once each {@code {input}} has its value
 */
public record Template(
        String id,
        String name,
        String category,
        List<String> unverifiedFacts,
        List<Document> documents,
        Developer developer,
        List<Input> inputs,
        JsonObject settings) {

    /**
     * A page of the provider's own.
     *
     * @param says which facts come from it
     */
    public record Document(URI url, LocalDate read, String says) {}

    /**
     * What the developer of an app has to do there.
     *
     * @param noRefreshToken why this provider answers without a refresh token, where it does
     */
    public record Developer(Optional<URI> registerAt, List<String> steps, Optional<String> noRefreshToken) {}

    public Template {
        unverifiedFacts = List.copyOf(unverifiedFacts);
        documents = List.copyOf(documents);
        inputs = List.copyOf(inputs);
        settings = settings.copy();
    }

    public boolean isVerified() {
        return unverifiedFacts.isEmpty();
    }

    @Override
    public JsonObject settings() {
        return settings.copy();
    }

    /**
     * The settings with each input in its place and, in place of the template's, what the developer says otherwise.
     *
     * @param values by the inputs' names; what is left out takes its default
     * @throws InvalidSettings naming the input, or the field, that has to be changed
     */
    public ProviderSettings settings(Map<String, String> values, JsonObject otherwise, UrlPolicy policy) {
        values.keySet().stream()
                .filter(name -> inputs.stream().noneMatch(input -> input.name().equals(name)))
                .findFirst()
                .ifPresent(this::refuse);
        Map<String, String> complete = new HashMap<>();
        for (Input input : inputs) {
            String value = Optional.ofNullable(values.get(input.name()))
                    .or(input::usual)
                    .orElseThrow(() -> new InvalidSettings(
                            "inputs." + input.name(),
                            "inputs." + input.name() + " is missing: the " + input.title() + ", such as "
                                    + input.example()));
            complete.put(input.name(), input.require(value));
        }
        JsonObject filled = new Placeholders(complete).fill(settings).mergeIn(otherwise);
        return ProviderSettings.fromJson(filled, policy);
    }

    private void refuse(String name) {
        String known = inputs.isEmpty()
                ? "this template has none"
                : "known are: "
                        + String.join(", ", inputs.stream().map(Input::name).toList());
        throw new InvalidSettings("inputs", "inputs names something unknown; " + known);
    }
}

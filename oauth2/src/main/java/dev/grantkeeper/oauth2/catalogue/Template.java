package dev.grantkeeper.oauth2.catalogue;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.inputs.Input;
import dev.grantkeeper.oauth2.inputs.Placeholders;
import dev.grantkeeper.oauth2.inputs.StatedSettings;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
     * @param deadRefreshToken what nobody knows of the answer to a refresh token that no longer works, or cannot tell by it
     */
    public record Developer(
            Optional<URI> registerAt,
            List<String> steps,
            Optional<String> noRefreshToken,
            Optional<String> deadRefreshToken) {}

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
     * @param asked inputs that whoever connects is asked for
     * @throws InvalidSettings naming the input, or the field, that has to be changed
     */
    public StatedSettings settings(
            Map<String, String> values, Set<String> asked, JsonObject otherwise, UrlPolicy policy) {
        List<Input> open =
                inputs.stream().filter(input -> asked.contains(input.name())).toList();
        if (open.size() < asked.size()) {
            throw new InvalidSettings("ask", "ask must name inputs of the template");
        }
        List<Input> settled =
                inputs.stream().filter(input -> !asked.contains(input.name())).toList();
        JsonObject filled = new Placeholders(StatedSettings.complete(settled, values)).fill(settings);
        developer.noRefreshToken().ifPresent(reason -> filled.put(StatedSettings.NO_REFRESH_TOKEN, reason));
        filled.mergeIn(otherwise);
        return StatedSettings.fromJson(StatedSettings.asking(filled, open), policy);
    }
}

package dev.grantkeeper.oauth2.inputs;

import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.UrlPolicy;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Provider settings as a developer states them, some of it left to whoever connects: {@code connection_inputs} declares what, and
 * {@code {name}} stands for it in URLs and parameters. Until the inputs have their values, its URLs lead nowhere.
 */
public final class StatedSettings {
    /** Beside the fields of {@link ProviderSettings#fromJson}. */
    public static final String INPUTS = "connection_inputs";

    /** Beside them, too. */
    public static final String NO_REFRESH_TOKEN = "no_refresh_token";

    private static final String CAPTURES = "captures";
    private static final int LONGEST_REASON = 500;

    private static final List<String> URLS =
            List.of("authorization_url", "token_url", "refresh_url", "revocation_url", "introspection_url");
    /** Each has a URL of its own. */
    private static final List<String> EXCHANGES = List.of("lasting_token", "renewal_by_access_token");

    private static final List<String> SECRETS_GO_TO =
            URLS.stream().filter(field -> !field.equals("authorization_url")).toList();
    private static final int MOST_INPUTS = 8;
    private static final Pattern ADDRESS =
            Pattern.compile("^[a-z]+://(?:\\[[^]/]*]|([^/?#:]*))", Pattern.CASE_INSENSITIVE);

    private final JsonObject json;
    private final List<Input> inputs;
    private final UrlPolicy urls;
    private final Map<String, String> values;
    private final ProviderSettings settings;
    private final Optional<String> noRefreshToken;

    private StatedSettings(
            JsonObject json,
            List<Input> inputs,
            UrlPolicy urls,
            Map<String, String> values,
            ProviderSettings settings,
            Optional<String> noRefreshToken) {
        this.noRefreshToken = noRefreshToken;
        this.json = json;
        this.inputs = inputs;
        this.urls = urls;
        this.values = values;
        this.settings = settings;
    }

    /** @throws InvalidSettings naming the field that has to be changed */
    public static StatedSettings fromJson(JsonObject stated, UrlPolicy urls) {
        return stored(stated, urls).checked();
    }

    /**
     * As {@link #fromJson} took it at the time: what is refused by now can be read, and replaced, but not be used.
     *
     * @throws InvalidSettings if it cannot even be read
     */
    public static StatedSettings stored(JsonObject stated, UrlPolicy urls) {
        JsonObject json = stated.copy();
        List<Input> inputs = inputs(json.remove(INPUTS));
        Optional<String> noRefreshToken = reason(json.remove(NO_REFRESH_TOKEN));
        if (inputs.isEmpty()) {
            ProviderSettings settings = ProviderSettings.fromJson(json, urls);
            return new StatedSettings(settings.toJson(), List.of(), urls, Map.of(), settings, noRefreshToken);
        }
        return new StatedSettings(json, inputs, urls, Map.of(), nowhere(json, inputs, urls), noRefreshToken);
    }

    private static Optional<String> reason(Object stated) {
        boolean usable = stated instanceof String text
                && !text.isBlank()
                && text.length() <= LONGEST_REASON
                // It is written to logs.
                && text.chars().noneMatch(Character::isISOControl);
        if (stated != null && !usable) {
            throw new InvalidSettings(
                    NO_REFRESH_TOKEN,
                    NO_REFRESH_TOKEN + " must be one line of at most " + LONGEST_REASON + " characters");
        }
        return Optional.ofNullable((String) stated);
    }

    private static List<Input> inputs(Object declared) {
        if (declared == null) {
            return List.of();
        }
        if (!(declared instanceof JsonObject all) || all.size() > MOST_INPUTS) {
            throw new InvalidSettings(INPUTS, INPUTS + " must be an object of at most " + MOST_INPUTS + " inputs");
        }
        List<Input> inputs = new ArrayList<>();
        all.stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            if (!(entry.getValue() instanceof JsonObject input)) {
                throw new InvalidSettings(INPUTS, INPUTS + " must be objects with title, example and pattern");
            }
            inputs.add(Input.read(entry.getKey(), input));
        });
        return List.copyOf(inputs);
    }

    /** Usable with the examples is usable with whatever else fits the patterns. */
    private StatedSettings checked() {
        if (!inputs.isEmpty()) {
            check(json, inputs, urls);
        }
        return this;
    }

    private static void check(JsonObject json, List<Input> inputs, UrlPolicy urls) {
        var names = inputs.stream().map(Input::name).collect(Collectors.toSet());
        json.forEach(entry -> Placeholders.check(
                entry.getKey(), entry.getValue(), entry.getKey().equals(CAPTURES) ? withCaptures(json, names) : names));
        String text = json.encode();
        for (Input input : inputs) {
            if (!text.contains("{" + input.name() + "}")) {
                throw new InvalidSettings(
                        INPUTS,
                        INPUTS + "." + input.name() + " stands nowhere in the settings; leave it out, or write {"
                                + input.name() + "} where it belongs");
            }
        }
        Map<String, String> examples = inputs.stream().collect(Collectors.toMap(Input::name, Input::example));
        ProviderSettings.fromJson(new Placeholders(examples).fill(json), urls);
    }

    /** What is put together of an account may also consist of what the provider said of it. */
    private static Set<String> withCaptures(JsonObject json, Set<String> inputs) {
        Set<String> all = new HashSet<>(inputs);
        if (json.getValue(CAPTURES) instanceof JsonObject captures) {
            all.addAll(captures.fieldNames());
        }
        return all;
    }

    /** What does not depend on the inputs, with hosts under a name that never exists (RFC 6761 section 6.4). */
    private static ProviderSettings nowhere(JsonObject json, List<Input> inputs, UrlPolicy urls) {
        Map<String, String> names = inputs.stream()
                .collect(Collectors.toMap(Input::name, input -> input.name().replace('_', '-')));
        JsonObject filled = new Placeholders(names).fill(json);
        URLS.forEach(field -> leadNowhere(json, filled, field));
        for (String exchange : EXCHANGES) {
            if (json.getValue(exchange) instanceof JsonObject stated) {
                leadNowhere(stated, filled.getJsonObject(exchange), "url");
            }
        }
        return ProviderSettings.fromJson(filled, urls);
    }

    private static void leadNowhere(JsonObject stated, JsonObject filled, String field) {
        if (stated.getValue(field) instanceof String url && url.contains("{")) {
            filled.put(field, ADDRESS.matcher(filled.getString(field)).replaceFirst("https://$1.invalid"));
        }
    }

    /** Why this provider answers without a refresh token, where it does; for the developer to read. */
    public Optional<String> noRefreshToken() {
        return noRefreshToken;
    }

    /** What is asked of whoever connects, by name. */
    public List<Input> inputs() {
        return inputs;
    }

    /** The values that {@link #settings} has in place of the inputs; none before {@link #with}. */
    public Map<String, String> values() {
        return values;
    }

    /** Where values are missing, all that does not depend on them; its URLs lead nowhere then. */
    public ProviderSettings settings() {
        return settings;
    }

    /**
     * @param given by the inputs' names; what is left out takes its default
     * @throws InvalidSettings naming the input that is missing, malformed or unknown
     */
    public StatedSettings with(Map<String, String> given) {
        Map<String, String> complete = complete(checked().inputs, given);
        return inputs.isEmpty()
                ? this
                : new StatedSettings(
                        json,
                        inputs,
                        urls,
                        complete,
                        ProviderSettings.fromJson(new Placeholders(complete).fill(json), urls),
                        noRefreshToken);
    }

    /**
     * @return a value for each input
     * @throws InvalidSettings naming the input that is missing, malformed or unknown
     */
    public static Map<String, String> complete(List<Input> inputs, Map<String, String> given) {
        if (!inputs.stream().map(Input::name).toList().containsAll(given.keySet())) {
            String known = inputs.isEmpty()
                    ? "there are none here"
                    : "known are: "
                            + String.join(", ", inputs.stream().map(Input::name).toList());
            throw new InvalidSettings("inputs", "inputs names something unknown; " + known);
        }
        Map<String, String> complete = new HashMap<>();
        for (Input input : inputs) {
            String value = Optional.ofNullable(given.get(input.name()))
                    .or(input::usual)
                    .orElseThrow(() -> new InvalidSettings(
                            "inputs." + input.name(),
                            "inputs." + input.name() + " is missing: the " + input.title() + ", such as "
                                    + input.example()));
            complete.put(input.name(), input.require(value));
        }
        return Map.copyOf(complete);
    }

    /** As {@link #settings}' {@link ProviderSettings#secretsWay}, whatever the inputs are. */
    public List<Object> secretsWay() {
        List<Object> way = new ArrayList<>(nowhereOrPlain().secretsWay());
        if (!inputs.isEmpty()) {
            SECRETS_GO_TO.forEach(field -> way.add(String.valueOf(json.getValue(field))));
            EXCHANGES.forEach(field -> way.add(String.valueOf(json.getValue(field))));
        }
        inputs.forEach(input -> way.add(input.name()));
        return way;
    }

    private ProviderSettings nowhereOrPlain() {
        return inputs.isEmpty() ? settings : nowhere(json, inputs, urls);
    }

    /** As {@link #fromJson} reads it. */
    public JsonObject toJson() {
        JsonObject copy = json.copy();
        if (!inputs.isEmpty()) {
            JsonObject declared = new JsonObject();
            inputs.forEach(input -> declared.put(input.name(), input.toJson()));
            copy.put(INPUTS, declared);
        }
        noRefreshToken.ifPresent(reason -> copy.put(NO_REFRESH_TOKEN, reason));
        return copy;
    }

    /** These settings with further inputs, which they already have placeholders of. */
    public static JsonObject asking(JsonObject settings, List<Input> inputs) {
        if (inputs.isEmpty()) {
            return settings;
        }
        JsonObject declared = settings.getValue(INPUTS) instanceof JsonObject own ? own.copy() : new JsonObject();
        inputs.forEach(input -> declared.put(input.name(), input.toJson()));
        return settings.copy().put(INPUTS, declared);
    }
}

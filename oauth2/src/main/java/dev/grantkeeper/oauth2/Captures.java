package dev.grantkeeper.oauth2;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept of a provider's answers beside the tokens: which account it is, where its API lives.
 *
 * @param sources by the name it is kept under
 * @param account the one of them that tells two accounts apart
 */
record Captures(Map<String, Source> sources, Optional<String> account) {
    static final Captures NONE = new Captures(Map.of(), Optional.empty());

    private static final int MOST = 10;
    private static final int LONGEST = 512;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_:/.-]{1,256}");
    private static final Pattern TEMPLATE = Pattern.compile("[\\x21-\\x7e]{1,512}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~-]+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9_]+)}");
    /** What is kept is shown to whoever may see the connection. */
    private static final Pattern SECRET = Pattern.compile(".*(token|secret|password|code).*", Pattern.CASE_INSENSITIVE);

    /** Where it stands. */
    enum Place {
        /** In the token answer, at a dotted path. */
        TOKEN,
        /** Among the callback's parameters. */
        CALLBACK,
        /** Among the claims of the ID token that comes with the token answer (OpenID Connect Core 1.0 section 3.1.3.3). */
        ID_TOKEN,
        /** Put together from inputs, and from what stands in the other places: where the account's API lives, say. */
        TEMPLATE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Source(Place place, String path) {}

    Captures {
        sources = Map.copyOf(sources);
        if (account.isPresent() && !sources.containsKey(account.get())) {
            throw new InvalidSettings("account", "account must be the name of one of the captures");
        }
    }

    static Captures read(JsonFields fields) {
        Map<String, Source> sources = new LinkedHashMap<>();
        fields.json("captures")
                .ifPresent(declared -> declared.forEach(entry -> {
                    String field = "captures." + entry.getKey();
                    if (!NAME.matcher(entry.getKey()).matches() || declared.size() > MOST) {
                        throw new InvalidSettings(
                                field, field + " must be one of at most 10 names of lower-case letters, digits and _");
                    }
                    sources.put(entry.getKey(), source(field, entry.getValue()));
                }));
        return new Captures(sources, fields.text("account"));
    }

    private static Source source(String field, Object stated) {
        if (stated instanceof JsonObject json && json.size() == 1) {
            String word = json.fieldNames().iterator().next();
            for (Place place : Place.values()) {
                if (place.word().equals(word)
                        && json.getValue(word) instanceof String path
                        && (place == Place.TEMPLATE ? TEMPLATE : PATH)
                                .matcher(path)
                                .matches()
                        && !SECRET.matcher(path).matches()) {
                    return new Source(place, path);
                }
            }
        }
        throw new InvalidSettings(
                field,
                field + " must name where it stands, such as {token: team.id}, {callback: realmId} or {id_token: sub},"
                        + " or a template such as {template: 'https://{region}.example.com/v1'}, and nothing secret");
    }

    void write(SettingsWriter json) {
        JsonObject declared = new JsonObject();
        new TreeMap<>(sources)
                .forEach((name, source) -> declared.put(name, new JsonObject().put(source.place.word(), source.path)));
        json.put("captures", declared);
        account.ifPresent(name -> json.put("account", name));
    }

    /** @param answer as the provider sent it */
    Map<String, String> ofAnswer(JsonObject answer) {
        Optional<JsonObject> claims =
                answer.getValue("id_token") instanceof String token ? Expiry.jwt(Token.of(token)) : Optional.empty();
        Map<String, String> found = new TreeMap<>();
        sources.forEach((name, source) -> (switch (source.place) {
                    case TOKEN -> AnswerShape.at(answer, source.path);
                    case ID_TOKEN -> claims.map(all -> all.getValue(source.path));
                    case CALLBACK, TEMPLATE -> Optional.empty();
                })
                .flatMap(Captures::text)
                .ifPresent(value -> found.put(name, value)));
        return found;
    }

    Map<String, String> ofCallback(Map<String, List<String>> query) {
        Map<String, String> found = new TreeMap<>();
        sources.forEach((name, source) -> Optional.of(query.getOrDefault(source.path, List.of()))
                .filter(values -> source.place == Place.CALLBACK && values.size() == 1)
                .flatMap(values -> text(values.get(0)))
                .ifPresent(value -> found.put(name, value)));
        return found;
    }

    /**
     * What is kept of it, with what is put together from it; a template of which a part is missing is left out.
     *
     * @param found in answer and callback
     */
    Map<String, String> completed(Map<String, String> found) {
        Map<String, String> all = new TreeMap<>();
        sources.forEach((name, source) -> {
            Optional.ofNullable(found.get(name)).flatMap(Captures::text).ifPresent(value -> all.put(name, value));
            if (source.place == Place.TEMPLATE) {
                String filled = PLACEHOLDER
                        .matcher(source.path)
                        .replaceAll(part -> Matcher.quoteReplacement(part(part, found)));
                Optional.of(filled)
                        .filter(text -> !PLACEHOLDER.matcher(text).find())
                        .flatMap(Captures::text)
                        .ifPresent(value -> all.put(name, value));
            }
        });
        return all;
    }

    /** A whole address may stand at the beginning; further on, nothing that could make another of what stands before. */
    private static String part(MatchResult place, Map<String, String> found) {
        return Optional.ofNullable(found.get(place.group(1)))
                .filter(value -> place.start() == 0 || PLAIN.matcher(value).matches())
                .orElse(place.group());
    }

    /** A provider may send anything. */
    private static Optional<String> text(Object value) {
        boolean plain = value instanceof String || value instanceof Number || value instanceof Boolean;
        return Optional.of(String.valueOf(value))
                .filter(text -> plain && !text.isBlank() && text.length() <= LONGEST)
                .filter(text -> text.chars().noneMatch(Character::isISOControl));
    }
}

package dev.grantkeeper.oauth2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a token endpoint's answer keeps what RFC 6749 sections 5.1 and 5.2 put at its top.
 *
 * @param paths by the standard name, the dotted path where it stands instead; a number in it counts the entries of a list
 * @param renewalsStandard whether that is so in answers to a code only
 * @param unit of {@code expires_in}
 * @param success what a success says, where a failure may come with a 2xx, too
 * @param captures what is kept of it beside the tokens
 * @param deadGrantErrors what this provider writes as the error or its description, in lower case, where a person must connect
 *     again
 */
record AnswerShape(
        Map<String, String> paths,
        boolean renewalsStandard,
        Unit unit,
        Optional<Success> success,
        Set<String> deadGrantErrors,
        Captures captures) {

    enum Unit {
        SECONDS,
        MILLISECONDS
    }

    /**
     * @param path where it stands
     * @param equals what stands there; a number or truth value as its text
     */
    record Success(String path, String equals) {}

    static final Set<String> FIELDS = Set.of("response", "dead_grant_errors", "captures", "account");

    private static final List<String> MOVED =
            List.of("access_token", "refresh_token", "expires_in", "scope", "refresh_token_expires_in", "error");
    private static final Set<String> RESPONSE_FIELDS = Set.of(
            "access_token",
            "refresh_token",
            "expires_in",
            "scope",
            "refresh_token_expires_in",
            "error",
            "renewals",
            "expires_unit",
            "success");
    private static final Map<String, Boolean> RENEWALS = new TreeMap<>(Map.of("same", false, "standard", true));
    private static final Map<String, Unit> UNITS = new TreeMap<>(Map.of("s", Unit.SECONDS, "ms", Unit.MILLISECONDS));
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9_-]{1,64}){0,7}");
    /** Printable ASCII in lower case: codes, and the sentences that some providers have in place of codes. */
    private static final Pattern ERROR = Pattern.compile("[\\x20-\\x7e&&[^A-Z]]{1,100}");

    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,64}");
    private static final String DEAD_GRANT = "dead_grant";

    static final AnswerShape STANDARD =
            new AnswerShape(Map.of(), false, Unit.SECONDS, Optional.empty(), Set.of(), Captures.NONE);

    AnswerShape {
        paths = Map.copyOf(paths);
        deadGrantErrors = Set.copyOf(deadGrantErrors);
        paths.forEach((name, path) -> checkPath("response." + name, path));
        success.ifPresent(says -> checkPath("response.success.path", says.path));
        success.ifPresent(says -> SettingsRules.checkLength("response.success.equals", says.equals));
        SettingsRules.checkCount("dead_grant_errors", deadGrantErrors.size());
        deadGrantErrors.forEach(AnswerShape::checkError);
    }

    /** A provider's word for whatever is wrong with a request, {@code invalid_request}, would make all that we get wrong look dead. */
    private static void checkError(String error) {
        if (!ERROR.matcher(error).matches() || !error.equals(error.strip())) {
            throw new InvalidSettings(
                    "dead_grant_errors",
                    "dead_grant_errors must be what the provider writes as the error, in lower case: printable ASCII of at"
                            + " most 100 characters, without spaces around it");
        }
        if (ErrorCode.isKnown(error) && !ErrorCode.isDeadGrant(error)) {
            throw new InvalidSettings(
                    "dead_grant_errors",
                    "dead_grant_errors must not name " + error
                            + ", which does not speak of the grant alone; remove it");
        }
    }

    static AnswerShape read(JsonFields fields) {
        var response = fields.object("response", RESPONSE_FIELDS);
        Map<String, String> paths = new LinkedHashMap<>();
        response.ifPresent(where -> MOVED.forEach(name -> where.text(name).ifPresent(path -> paths.put(name, path))));
        return new AnswerShape(
                paths,
                response.flatMap(how -> how.choice("renewals", RENEWALS)).orElse(false),
                response.flatMap(how -> how.choice("expires_unit", UNITS)).orElse(Unit.SECONDS),
                response.flatMap(how -> how.object("success", Set.of("path", "equals")))
                        .map(AnswerShape::success),
                Set.copyOf(fields.list("dead_grant_errors").orElse(List.of())),
                Captures.read(fields));
    }

    void write(SettingsWriter json) {
        JsonObject response = new JsonObject();
        MOVED.stream().filter(paths::containsKey).forEach(name -> response.put(name, paths.get(name)));
        if (renewalsStandard) {
            response.put("renewals", "standard");
        }
        if (unit == Unit.MILLISECONDS) {
            response.put("expires_unit", "ms");
        }
        success.ifPresent(says ->
                response.put("success", new JsonObject().put("path", says.path).put("equals", says.equals)));
        json.put("response", response);
        json.putSet("dead_grant_errors", deadGrantErrors);
        captures.write(json);
    }

    /**
     * The word for this error, or description of one, where the settings name it: the error itself if it is a word, else {@code dead_grant}, so that no
     * text of a provider is carried.
     */
    Optional<String> deadGrant(String error) {
        return Optional.of(error)
                .filter(deadGrantErrors::contains)
                .map(named -> WORD.matcher(named).matches() ? named : DEAD_GRANT);
    }

    /** Whether {@link #deadGrant} says so. */
    boolean namesDeadGrant(String word) {
        return deadGrantErrors.stream()
                .flatMap(error -> deadGrant(error).stream())
                .anyMatch(word::equals);
    }

    /** For answers to renewals. */
    AnswerShape ofRenewals() {
        return renewalsStandard ? new AnswerShape(Map.of(), false, unit, success, deadGrantErrors, captures) : this;
    }

    /** The same answer as RFC 6749 would have it. What the provider keeps elsewhere is taken from there alone. */
    JsonObject standard(JsonObject answer) {
        if (equals(STANDARD)) {
            return answer;
        }
        JsonObject standard = answer.copy();
        paths.forEach((name, path) -> standard.put(name, at(answer, path).orElse(null)));
        at(answer, paths.getOrDefault("error", "error"))
                .filter(code -> code instanceof Number)
                .ifPresent(code -> standard.put("error", code.toString()));
        if (unit == Unit.MILLISECONDS) {
            standard.put(
                    "expires_in",
                    Expiry.thousandth(standard.getValue("expires_in")).orElse(null));
        }
        success.ifPresent(says -> standard.put(
                "ok",
                at(answer, says.path)
                        .map(Object::toString)
                        .filter(says.equals::equals)
                        .isPresent()));
        return standard;
    }

    static Optional<Object> at(JsonObject answer, String path) {
        Object here = answer;
        for (String step : path.split("\\.")) {
            here = here instanceof JsonObject object
                    ? object.getValue(step)
                    : here instanceof JsonArray array ? entry(array, step) : null;
        }
        return Optional.ofNullable(here);
    }

    private static Object entry(JsonArray array, String step) {
        boolean counts = step.length() < 4 && step.chars().allMatch(c -> c >= '0' && c <= '9');
        return counts && Integer.parseInt(step) < array.size() ? array.getValue(Integer.parseInt(step)) : null;
    }

    private static Success success(JsonFields fields) {
        return new Success(
                fields.text("path").orElseThrow(() -> missing("path")),
                fields.scalar("equals").orElseThrow(() -> missing("equals")));
    }

    private static InvalidSettings missing(String name) {
        String field = "response.success." + name;
        return new InvalidSettings(field, field + " is missing: a success needs both path and equals; add " + name);
    }

    private static void checkPath(String field, String path) {
        if (!PATH.matcher(path).matches()) {
            throw new InvalidSettings(
                    field, field + " must be names joined by dots, such as data.access_token; at most eight");
        }
    }
}

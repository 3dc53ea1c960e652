package dev.grantkeeper.oauth2.inputs;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.JsonFields;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * What settings leave open, such as the subdomain of an account.
 *
 * @param title what people call it
 * @param example fits the pattern
 * @param pattern of the whole value; of RE2, which takes time in proportion to the value whatever the pattern is
 */
public record Input(String name, String title, String example, Pattern pattern, Optional<String> usual) {
    private static final Set<String> FIELDS = Set.of("title", "example", "pattern", "default");
    private static final int LONGEST_PATTERN = 200;
    private static final int LONGEST_TEXT = 200;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    /** Whatever a template's pattern says: nothing that could end a host name, a path segment or a parameter. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,252}");

    /** @throws InvalidSettings naming the field of {@code inputs} that has to be changed */
    public static Input read(String name, JsonObject json) {
        String field = "inputs." + name;
        if (!NAME.matcher(name).matches()) {
            throw new InvalidSettings(field, field + " must be named by lower-case letters, digits and _");
        }
        JsonFields fields = JsonFields.of(json, FIELDS);
        Input input = new Input(
                name,
                plain(field + ".title", fields.requiredText("title")),
                fields.requiredText("example"),
                pattern(field, fields.requiredText("pattern")),
                fields.text("default"));
        input.require(input.example);
        input.usual.ifPresent(input::require);
        return input;
    }

    /** As {@link #read} reads it. */
    JsonObject toJson() {
        JsonObject json =
                new JsonObject().put("title", title).put("example", example).put("pattern", pattern.pattern());
        usual.ifPresent(value -> json.put("default", value));
        return json;
    }

    /** @throws InvalidSettings unless the value is one that a URL can take at this place */
    String require(String value) {
        if (!SAFE.matcher(value).matches() || !pattern.matcher(value).matches()) {
            throw new InvalidSettings(
                    "inputs." + name, "inputs." + name + " must be the " + title + ", such as " + example);
        }
        return value;
    }

    private static Pattern pattern(String field, String text) {
        if (text.length() > LONGEST_PATTERN) {
            throw new InvalidSettings(
                    field + ".pattern", field + ".pattern must have at most " + LONGEST_PATTERN + " characters");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException malformed) {
            throw new InvalidSettings(
                    field + ".pattern",
                    field + ".pattern is not a regular expression of RE2, which has no backreferences; correct it");
        }
    }

    /** They are shown to people and written to logs. */
    private static String plain(String field, String text) {
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidSettings(field, field + " must be one line of at most " + LONGEST_TEXT + " characters");
        }
        return text;
    }
}

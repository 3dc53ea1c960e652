package dev.grantkeeper.oauth2;

/** Provider settings that cannot be used. The message names the field and what to change, and repeats no value. */
public final class InvalidSettings extends IllegalArgumentException {
    private final String field;

    public InvalidSettings(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The faulty field by its JSON name, such as {@code token_url}. */
    public String field() {
        return field;
    }
}

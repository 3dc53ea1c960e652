package dev.grantkeeper.vault.value;

import dev.grantkeeper.envelope.Envelopes;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.error.Failure;

/** Secrets as people and developers type them. */
public final class SecretText {

    private SecretText() {}

    /** @throws Failure INVALID naming the field, for a text that is missing, blank, too long or not Unicode */
    public static Secret parse(String field, String text) {
        if (text == null || text.isBlank()) {
            throw Failure.invalid(field, "must not be empty");
        }
        try {
            var secret = Secret.ofUtf8(text);
            if (secret.length() > Envelopes.MAX_SECRET_LENGTH) {
                throw Failure.invalid(field, "must be at most " + Envelopes.MAX_SECRET_LENGTH + " bytes of UTF-8");
            }
            return secret;
        } catch (IllegalArgumentException notText) {
            throw Failure.invalid(field, "must be valid Unicode text");
        }
    }

    /**
     * The same of a text that came sealed.
     *
     * @throws Failure INVALID naming the field
     */
    static Secret check(String field, Secret typed) {
        try {
            return parse(field, typed.revealUtf8());
        } catch (IllegalStateException notText) {
            throw Failure.invalid(field, "must be valid Unicode text");
        }
    }
}

package dev.grantkeeper.oauth2.catalogue;

/** A template that cannot be used. The message begins with file and line and says what to change. */
public final class InvalidTemplate extends IllegalArgumentException {
    InvalidTemplate(String file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }
}

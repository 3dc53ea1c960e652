package dev.grantkeeper.vault.key;

import java.util.regex.Pattern;

/**
 * What has level-1 keys of its own: a workspace, or an app.
 *
 * @param id printable ASCII; bound into every wrapped key of the scope
 */
public record Scope(String id) {

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,2048}");

    /** @throws IllegalArgumentException if the id is empty, longer than 2,048 characters or not printable ASCII */
    public Scope {
        if (!PRINTABLE.matcher(id).matches()) {
            throw new IllegalArgumentException("A scope's id is 1 to 2,048 printable ASCII characters");
        }
    }

    /** @param tenant issuer alias and workspace, as {@code Tenant} writes them */
    public static Scope workspace(String tenant) {
        return new Scope("workspace:" + tenant);
    }

    /** @param issuer alias of the issuer whose app it is; it has no slash */
    public static Scope app(String issuer, String app) {
        return new Scope("app:" + issuer + "/" + app);
    }

    @Override
    public String toString() {
        return id;
    }
}

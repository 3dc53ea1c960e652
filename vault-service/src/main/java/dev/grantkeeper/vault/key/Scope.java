package dev.grantkeeper.vault.key;

/** What has level-1 keys of its own: a workspace, or an app. */
public record Scope(String id) {

    /** @param tenant issuer alias and workspace, as {@code Tenant} writes them */
    public static Scope workspace(String tenant) {
        return new Scope("workspace:" + tenant);
    }

    public static Scope app(String issuer, String app) {
        return new Scope("app:" + issuer + "/" + app);
    }

    @Override
    public String toString() {
        return id;
    }
}

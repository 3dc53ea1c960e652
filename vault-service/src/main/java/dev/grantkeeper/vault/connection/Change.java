package dev.grantkeeper.vault.connection;

import java.util.Locale;
import java.util.Optional;

/**
 * What just happened to a connection.
 *
 * @param reason why a person has to authenticate, for {@link Kind#FAILED} and {@link Kind#WARNED}
 * @param by who did it: a user, an app, or a worker; empty for the vault itself
 * @param byApp whether it was an app
 */
public record Change(Kind kind, Optional<AuthRequiredReason> reason, Optional<String> by, boolean byApp) {

    private Change(Kind kind, Optional<AuthRequiredReason> reason, Optional<String> by) {
        this(kind, reason, by, false);
    }

    public enum Kind {
        CONNECTED,
        RENEWED,
        DISCONNECTED,
        FAILED,
        /** A person should authenticate, while the value goes on being served. */
        WARNED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Change connected(String user) {
        return connected(Creator.user(user));
    }

    static Change connected(Creator creator) {
        return new Change(
                Kind.CONNECTED, Optional.empty(), Optional.of(creator.id()), creator.kind() == Creator.Kind.APP);
    }

    public static Change renewed(String worker) {
        return new Change(Kind.RENEWED, Optional.empty(), Optional.of(worker));
    }

    public static Change disconnected(String user) {
        return new Change(Kind.DISCONNECTED, Optional.empty(), Optional.of(user));
    }

    public static Change failed(AuthRequiredReason reason) {
        return new Change(Kind.FAILED, Optional.of(reason), Optional.empty());
    }

    public static Change warned(AuthRequiredReason reason) {
        return new Change(Kind.WARNED, Optional.of(reason), Optional.empty());
    }
}

package dev.grantkeeper.sdk;

/**
 * Why there is no value. Each reason of the vault's closed list that a lookup can have is one type. App code need not catch
 * any: where a person can do something about it, the vault has asked that person already.
 *
 * <p>Carries neither the caller's token nor a value.
 */
public abstract sealed class GrantkeeperException extends RuntimeException
        permits AuthRequired,
                NoUser,
                ProviderMisconfigured,
                NotConfigured,
                NotFound,
                InvalidRequest,
                Unauthenticated,
                Forbidden,
                Unavailable,
                VaultFault {

    private static final long serialVersionUID = 1L;

    private final String reason;

    GrantkeeperException(String reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    GrantkeeperException(String reason, String message) {
        this(reason, message, null);
    }

    /** The vault's word for it, such as {@code AUTH_REQUIRED}. */
    public final String reason() {
        return reason;
    }
}

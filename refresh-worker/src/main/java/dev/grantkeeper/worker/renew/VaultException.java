package dev.grantkeeper.worker.renew;

/** The vault did not answer a call, or refused it. Says which call and the status code, and nothing that the vault wrote. */
public final class VaultException extends RuntimeException {
    public VaultException(String call, String status) {
        super(call + ": " + status);
    }
}

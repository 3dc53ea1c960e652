package dev.grantkeeper.worker.renew;

/** What the vault says to a request for a lease. */
public sealed interface LeaseAnswer {
    record Granted(Lease lease) implements LeaseAnswer {}

    /** Nothing to do; the due time fires again if there is. @param reason in the contract's words, lower case */
    record Declined(String reason) implements LeaseAnswer {}
}

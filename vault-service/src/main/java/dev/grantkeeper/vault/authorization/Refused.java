package dev.grantkeeper.vault.authorization;

/** Ends a flow without a connection. An answer for a person, not a fault: it carries no stack trace. */
final class Refused extends RuntimeException {

    private final Refusal refusal;

    Refused(Refusal refusal) {
        super(refusal.word(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}

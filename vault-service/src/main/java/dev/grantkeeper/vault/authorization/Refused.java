package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;

/** Ends a flow without a connection. An answer for a person, not a fault: it carries no stack trace. */
final class Refused extends RuntimeException {

    private final Refusal refusal;
    private final transient Page page;

    Refused(Refusal refusal) {
        this(refusal, refusal.page());
    }

    private Refused(Refusal refusal, Page page) {
        super(refusal.word(), null, false, false);
        this.refusal = refusal;
        this.page = page;
    }

    /** Whether an app refused, or could not be asked. */
    static boolean isOfApp(Throwable fault) {
        return fault instanceof Failure failure
                && (failure.reason() == Reason.REFUSED_BY_APP || failure.reason() == Reason.HOOK_FAILED);
    }

    /** @param failure of which {@link #isOfApp} is true */
    static Refused byApp(String app, Failure failure) {
        if (failure.reason() == Reason.HOOK_FAILED) {
            return new Refused(Refusal.HOOK_FAILED);
        }
        var said = failure.details().get(Failure.APP_MESSAGE);
        return new Refused(Refusal.REFUSED_BY_APP, Refusal.REFUSED_BY_APP.page().quoting(app, said));
    }

    /** What the person gets to see. */
    Page page() {
        return page;
    }

    Refusal refusal() {
        return refusal;
    }
}

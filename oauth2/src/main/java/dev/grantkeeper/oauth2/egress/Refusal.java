package dev.grantkeeper.oauth2.egress;

import java.util.Locale;

/** What a call was refused, or ended, for by this side. */
public enum Refusal {
    /** Its host is, or leads to, an address that must not be called. */
    ADDRESS,
    /** It is not by https. */
    SCHEME,
    /** The body of its answer is larger than what is read. */
    TOO_LARGE,
    /** Its answer did not come in time. */
    OVERDUE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.grantkeeper.testkit.authorization;

/**
 * What the server made of a call.
 *
 * @param issued null unless tokens were
 * @param refusal the error, null unless it refused
 */
record Verdict(Answer answer, Issued issued, String refusal) {

    static final Verdict NONE = of(Answer.text(200, ""));

    static Verdict of(Answer answer) {
        return new Verdict(answer, null, null);
    }

    static Verdict of(Issued issued) {
        return new Verdict(Answer.json(200, issued.body()), issued, null);
    }

    static Verdict of(Refusal refusal) {
        return new Verdict(refusal.answer(), null, refusal.getMessage());
    }
}

package dev.grantkeeper.vault.hook;

import dev.grantkeeper.oauth2.egress.Reply;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * What a handler's answer means. 2xx allows it, whatever the body. 4xx with a message refuses it. All else is no answer: a proxy's
 * page, a URL that nobody serves or a redirect is neither the app's yes nor its no.
 */
sealed interface Verdict {

    record Allowed() implements Verdict {}

    /** @param message plain text, for the person */
    record Refused(String message) implements Verdict {}

    /**
     * @param reason of a closed vocabulary
     * @param overdue whether it did not come in time
     * @param again whether the connection failed: the same call may reach another, or the same, in a moment
     */
    record None(String reason, boolean overdue, boolean again) implements Verdict {}

    /** By these a server says that it would judge later (RFC 9110 section 15.5.9, RFC 6585 section 4). */
    Set<Integer> LATER = Set.of(408, 429);

    static Verdict of(Reply reply) {
        if (reply instanceof Reply.Complete complete) {
            return complete(complete);
        }
        if (reply instanceof Reply.CutShort cut) {
            return new None(cut.reason(), false, false);
        }
        if (reply instanceof Reply.NotSent unsent) {
            return new None(
                    unsent.reason(),
                    unsent.reason().equals("connect_timeout"),
                    unsent.reason().equals("connect_failed"));
        }
        return reply instanceof Reply.Lost lost
                ? new None(
                        lost.reason(),
                        lost.reason().equals("answer_overdue") || lost.reason().equals("no_answer"),
                        lost.reason().equals("connection_lost"))
                : new None("address_not_allowed", false, false);
    }

    private static Verdict complete(Reply.Complete answer) {
        var status = answer.status();
        if (status >= 200 && status < 300) {
            return new Allowed();
        }
        var refusal =
                status >= 400 && status < 500 && !LATER.contains(status) ? message(answer) : Optional.<String>empty();
        return refusal.<Verdict>map(Refused::new).orElseGet(() -> new None("status_" + status, false, false));
    }

    private static Optional<String> message(Reply.Complete answer) {
        try {
            return new JsonObject(answer.body()).getValue("message") instanceof String text
                    ? PlainText.of(text)
                    : Optional.empty();
        } catch (DecodeException | ClassCastException notAnObject) {
            return Optional.empty();
        }
    }
}

package dev.grantkeeper.oauth2;

import dev.grantkeeper.oauth2.egress.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** What a reply means to whoever asked. */
final class Endings {
    private Endings() {}

    /** The reply in the standard's shape, as far as a strategy brings it there. */
    static Reply standard(ProviderSettings settings, Reply reply) {
        if (settings.strategy().isEmpty() || !(reply instanceof Reply.Complete complete)) {
            return reply;
        }
        try {
            JsonObject answer = new JsonObject(complete.body());
            TokenStrategy strategy = TokenStrategies.named(settings.strategy().get());
            return new Reply.Complete(
                    complete.status(),
                    complete.headers(),
                    strategy.standard(complete.status(), answer).toBuffer());
        } catch (DecodeException | ClassCastException notAnObject) {
            return reply;
        }
    }

    static Outcome outcome(AnswerShape shape, Reply reply, Instant now) {
        if (reply instanceof Reply.Complete complete) {
            return OutcomeClassifier.classify(shape, complete.status(), complete.headers(), complete.body(), now);
        }
        if (reply instanceof Reply.CutShort cut) {
            boolean acted = cut.status() >= 200 && cut.status() < 300;
            return acted
                    ? new Outcome.Unknown(cut.reason())
                    : OutcomeClassifier.classify(shape, cut.status(), cut.headers(), Buffer.buffer(), now);
        }
        if (reply instanceof Reply.Forbidden) {
            return new Outcome.Misconfigured("address_not_allowed");
        }
        return reply instanceof Reply.NotSent unsent
                ? Outcome.Transient.notSent(unsent.reason())
                : new Outcome.Unknown(((Reply.Lost) reply).reason());
    }

    /**
     * Of a renewal. There is no grant to be dead where the client alone is asked for, unless the settings name an error that says
     * otherwise; and a refresh token that came all the same is of no use (RFC 6749 section 4.4.3). Where access tokens renew
     * themselves, the one that came is what the next renewal presents. Scopes are joined in answers as in requests.
     */
    static Outcome renewed(ProviderSettings settings, Outcome ending) {
        Outcome outcome =
                ending instanceof Outcome.Renewed renewed ? renewed.separatedBy(settings.scopeSeparator()) : ending;
        if (settings.grant() == GrantType.CLIENT_CREDENTIALS) {
            if (outcome instanceof Outcome.Rejected rejected
                    && !settings.answerShape().namesDeadGrant(rejected.error())) {
                return new Outcome.Misconfigured(rejected.error());
            }
            return outcome instanceof Outcome.Renewed renewed
                    ? renewed.with(Optional.empty(), Optional.empty())
                    : outcome;
        }
        return settings.renewalByAccessToken().isPresent() && outcome instanceof Outcome.Renewed renewed
                ? renewed.with(Optional.of(renewed.accessToken()), renewed.lifetime())
                : outcome;
    }

    static Revocation revocation(Reply reply) {
        if (reply instanceof Reply.Forbidden) {
            return Revocation.REFUSED;
        }
        int status = reply instanceof Reply.Complete complete
                ? complete.status()
                : reply instanceof Reply.CutShort cut ? cut.status() : 0;
        if (status >= 200 && status < 300) {
            return Revocation.REVOKED;
        }
        return status == 0 || status == 429 || status >= 500 ? Revocation.RETRY : Revocation.REFUSED;
    }
}

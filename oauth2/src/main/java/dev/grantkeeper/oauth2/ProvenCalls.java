package dev.grantkeeper.oauth2;

import dev.grantkeeper.oauth2.egress.Egress;
import dev.grantkeeper.oauth2.egress.Refusal;
import dev.grantkeeper.oauth2.egress.Reply;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Requests by which a client proves itself. Where the provider refuses its newer secret, and with it whatever else the request
 * was for, the same is sent once more with the former one.
 */
final class ProvenCalls {

    /**
     * How a call's ending is told.
     *
     * @param unsent from why nothing could be sent
     */
    record Telling<T>(Function<String, T> unsent, Function<Reply, T> ended) {}

    private final Egress egress;
    private final TokenClientOptions options;
    private final InstantSource clock;

    ProvenCalls(Egress egress, TokenClientOptions options, InstantSource clock) {
        this.egress = egress;
        this.options = options;
        this.clock = clock;
    }

    <T> Future<T> send(
            ProviderSettings settings,
            ClientIdentity client,
            URI url,
            Function<ClientIdentity, TokenRequest> request,
            Patience patience,
            Telling<T> telling) {
        Optional<String> fault = fault(settings, client, url);
        if (fault.isPresent()) {
            return Future.succeededFuture(telling.unsent.apply(fault.get()));
        }
        Duration connectWithin = patience.connectWithin();
        try {
            // Nothing is sent once the outcome may have been told without it.
            Instant latest = clock.instant().plus(patience.answerWithin()).minus(connectWithin);
            return egress.send(request.apply(client), connectWithin)
                    .compose(reply -> client.former()
                            .filter(former -> refusesSecret(settings, reply)
                                    && clock.instant().isBefore(latest))
                            .map(former -> again(() -> request.apply(former), connectWithin, reply))
                            .orElseGet(() -> Future.succeededFuture(reply)))
                    .map(telling.ended);
        } catch (InvalidSettings clientKey) {
            return Future.succeededFuture(telling.unsent.apply("client_secret_unusable"));
        }
    }

    /** Whether this deployment may call it; if not, that is counted. */
    boolean allows(URI url) {
        boolean allowed = options.urlPolicy().allows(url);
        if (!allowed) {
            options.refusals().accept(Refusal.SCHEME);
        }
        return allowed;
    }

    /** @param refused what it was refused with, which stands where there is nothing better to send */
    private Future<Reply> again(Supplier<TokenRequest> request, Duration connectWithin, Reply refused) {
        try {
            return egress.send(request.get(), connectWithin);
        } catch (InvalidSettings clientKey) {
            return Future.succeededFuture(refused);
        }
    }

    private static boolean refusesSecret(ProviderSettings settings, Reply reply) {
        return Endings.standard(settings, reply) instanceof Reply.Complete complete
                && complete.status() < 500
                && complete.status() != 429
                && TokenAnswer.read(complete.headers(), complete.body(), settings.answerShape())
                        .filter(answer -> answer.accessToken().isEmpty())
                        .flatMap(TokenAnswer::error)
                        .filter(ErrorCode::isWrongSecret)
                        .isPresent();
    }

    private Optional<String> fault(ProviderSettings settings, ClientIdentity client, URI url) {
        if (!allows(url)) {
            return Optional.of("url_not_allowed");
        }
        boolean proves = settings.clientAuthentication() != ClientAuthentication.NONE;
        return proves && client.clientSecret().isEmpty() ? Optional.of("client_secret_missing") : Optional.empty();
    }
}

package dev.grantkeeper.vault.hook;

import dev.grantkeeper.oauth2.UrlPolicy;
import dev.grantkeeper.oauth2.egress.Egress;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/** Calls a handler, by the guarded way out. */
@ApplicationScoped
class HandlerCalls {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
    /** Less is not worth a second try. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Egress egress;
    private final UrlPolicy urls;
    private final InstantSource clock;

    HandlerCalls(@ToHandlers Egress egress, UrlPolicy urls, InstantSource clock) {
        this.egress = egress;
        this.urls = urls;
        this.clock = clock;
    }

    /**
     * Never fails, and ends in that time. Where the connection fails, the same message is sent once more: a handler knows it by its id.
     *
     * @param within for both together
     */
    Uni<Verdict> call(Message message, Duration within) {
        if (!urls.allows(message.url())) {
            return Uni.createFrom().item(new Verdict.None("url_not_allowed", false, false));
        }
        var begun = clock.instant();
        return send(message, within).flatMap(verdict -> {
            var left = within.minus(Duration.between(begun, clock.instant()));
            var again = verdict instanceof Verdict.None none && none.again() && left.compareTo(SHORTEST) >= 0;
            return again ? send(message, left) : Uni.createFrom().item(verdict);
        });
    }

    private Uni<Verdict> send(Message message, Duration within) {
        var connectWithin = within.compareTo(CONNECT_WITHIN) < 0 ? within : CONNECT_WITHIN;
        return Uni.createFrom()
                .completionStage(
                        () -> egress.send(message, connectWithin, within).toCompletionStage())
                .map(Verdict::of);
    }
}

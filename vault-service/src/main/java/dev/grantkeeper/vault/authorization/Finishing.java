package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.oauth2.AuthorizationResponse;
import dev.grantkeeper.oauth2.InvalidCallback;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.Definitions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes the person back from the provider (RFC 6749 section 4.1.2). Nothing in the callback is believed before its state was
 * used up, it came to the app's own redirect URI, and the person and the browser are those that began.
 */
@ApplicationScoped
class Finishing {

    /** Errors (RFC 6749 section 4.1.2.1 and dialects) that only the app's developer can do something about. */
    private static final Set<String> MISCONFIGURED = Set.of(
            "unauthorized_client",
            "unsupported_response_type",
            "invalid_scope",
            "invalid_request",
            "invalid_client",
            "invalid_client_id",
            "invalid_target",
            "redirect_uri_mismatch",
            "bad_redirect_uri");

    /**
     * What the browser brought.
     *
     * @param issuer alias of the issuer, from the path
     * @param app from the path
     */
    record Callback(String issuer, String app, Map<String, List<String>> query, Map<String, String> cookies) {

        @Override
        public String toString() {
            return "Callback[" + issuer + "/" + app + "]";
        }
    }

    private final Flows flows;
    private final Cookies cookies;
    private final Sessions sessions;
    private final Definitions definitions;
    private final CodeExchange exchange;
    private final AuthorizationMetrics metrics;
    private final InstantSource clock;

    Finishing(
            Flows flows,
            Cookies cookies,
            Sessions sessions,
            Definitions definitions,
            CodeExchange exchange,
            AuthorizationMetrics metrics,
            InstantSource clock) {
        this.flows = flows;
        this.cookies = cookies;
        this.sessions = sessions;
        this.definitions = definitions;
        this.exchange = exchange;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Completes once the connection is stored. Fails with {@link Refused} where nothing was connected. */
    Uni<Finished> finish(Callback callback) {
        return Uni.createFrom()
                .item(() -> understood(() -> AuthorizationResponse.state(callback.query)))
                .flatMap(state -> flows.use(Unguessable.hash(state), clock.instant()))
                .map(found -> found.orElseThrow(() -> new Refused(Refusal.UNKNOWN_STATE)))
                .call(flow -> entitled(flow, callback))
                .flatMap(flow -> definition(flow).flatMap(definition -> accept(flow, definition, callback)))
                .invoke(finished -> metrics.finished());
    }

    private static <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidCallback notAnAnswer) {
            throw new Refused(Refusal.INVALID_CALLBACK);
        }
    }

    private Uni<Void> entitled(Flow flow, Callback callback) {
        if (!flow.isOf(callback.issuer, callback.app)) {
            throw new Refused(Refusal.OTHER_APP);
        }
        return sessions.person(cookies.session(callback.cookies))
                .invoke(person -> {
                    if (!flow.isBy(person)) {
                        throw new Refused(Refusal.OTHER_PERSON);
                    }
                    var proof = cookies.browser(flow.id(), callback.cookies);
                    if (proof.map(Unguessable::hash).filter(flow::isIn).isEmpty()) {
                        throw new Refused(Refusal.OTHER_BROWSER);
                    }
                })
                .replaceWithVoid();
    }

    /** The settings the flow was begun with, which must still be the app's. */
    private Uni<Definition> definition(Flow flow) {
        return definitions.newest(flow.definitionId()).map(newest -> {
            if (newest.version() != flow.definitionVersion()) {
                throw new Refused(Refusal.SETTINGS_CHANGED);
            }
            return newest.with(flow.inputs());
        });
    }

    private Uni<Finished> accept(Flow flow, Definition definition, Callback callback) {
        var settings = definition.settings().orElseThrow();
        var response = understood(() -> AuthorizationResponse.parse(callback.query, settings));
        if (!response.isFrom(settings)) {
            throw new Refused(Refusal.OTHER_ISSUER);
        }
        if (response instanceof AuthorizationResponse.Refused refused) {
            throw new Refused(refusal(refused.error()));
        }
        return exchange.connect(flow, definition, (AuthorizationResponse.Granted) response)
                .map(connection -> new Finished(
                        flow,
                        connection
                                .expiresAt()
                                .filter(end -> connection.refresh().isEmpty()),
                        definition.noRefreshToken()));
    }

    private static Refusal refusal(String error) {
        if (error.equals("access_denied")) {
            return Refusal.DENIED;
        }
        return MISCONFIGURED.contains(error) ? Refusal.MISCONFIGURED : Refusal.PROVIDER_FAILED;
    }
}

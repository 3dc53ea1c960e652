package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.AuthorizationResponse;
import dev.grantkeeper.oauth2.CodeGrant;
import dev.grantkeeper.oauth2.Expiry;
import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.Pkce;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.vault.connection.Connecting;
import dev.grantkeeper.vault.connection.Connection;
import dev.grantkeeper.vault.connection.OtherAccount;
import dev.grantkeeper.vault.connection.Scheduling;
import dev.grantkeeper.vault.connection.Validity;
import dev.grantkeeper.vault.definition.Definition;
import dev.grantkeeper.vault.definition.ProviderClient;
import dev.grantkeeper.vault.definition.ProviderClients;
import dev.grantkeeper.vault.definition.RedirectUris;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Redeems an authorization code (RFC 6749 section 4.1.3) and stores what it brings as the connection's new value. */
@ApplicationScoped
class CodeExchange {

    private static final Logger LOG = Logger.getLogger(CodeExchange.class);

    private final ProviderClients clients;
    private final RedirectUris redirectUris;
    private final TokenClient provider;
    private final UnkeptToken unkept;
    private final Values values;
    private final Connecting connecting;
    private final Scheduling scheduling;
    private final InstantSource clock;

    CodeExchange(
            ProviderClients clients,
            RedirectUris redirectUris,
            TokenClient provider,
            UnkeptToken unkept,
            Values values,
            Connecting connecting,
            Scheduling scheduling,
            InstantSource clock) {
        this.clients = clients;
        this.redirectUris = redirectUris;
        this.provider = provider;
        this.unkept = unkept;
        this.values = values;
        this.connecting = connecting;
        this.scheduling = scheduling;
        this.clock = clock;
    }

    /**
     * Fails with {@link Refused} where the provider gives no token for the code, or gives one of another account, the workspace is
     * deleted meanwhile, or the app does not allow it.
     */
    Uni<Connection> connect(Flow flow, Definition definition, AuthorizationResponse.Granted granted) {
        return Uni.combine()
                .all()
                .unis(clients.open(definition), pkce(flow))
                .asTuple()
                .flatMap(with -> {
                    var client = with.getItem1();
                    var grant = new CodeGrant(granted.code(), redirectUris.of(definition), with.getItem2());
                    var asked = clock.instant();
                    return redeem(client, grant)
                            .map(outcome -> renewed(flow, outcome))
                            .flatMap(renewed -> store(flow, definition, asked, renewed, captured(granted, renewed))
                                    // Its token is forgotten, not revoked: that may end what the account is connected
                                    // by elsewhere.
                                    .onFailure(OtherAccount.class)
                                    .transform(other -> new Refused(Refusal.OTHER_ACCOUNT))
                                    // A grant of a workspace that is deleted must not live on at the provider.
                                    .onFailure(CodeExchange::isClosed)
                                    .call(() -> unkept.revoke(client, renewed))
                                    .onFailure(CodeExchange::isClosed)
                                    .transform(closed -> new Refused(Refusal.WORKSPACE_DELETED))
                                    .onFailure(Refused::isOfApp)
                                    .call(() -> unkept.revokeUnlessShared(flow, client, renewed))
                                    .onFailure(Refused::isOfApp)
                                    .transform(fault -> Refused.byApp(flow.key().app(), (Failure) fault)));
                });
    }

    private static boolean isClosed(Throwable fault) {
        return fault instanceof Failure failure && failure.reason() == Reason.CONFLICT;
    }

    private Uni<Optional<Pkce>> pkce(Flow flow) {
        return flow.codeVerifier()
                .map(envelope -> values.open(flow.key().scope(), flow.verifierContext(), envelope)
                        .map(verifier -> Optional.of(new Pkce(Token.of(verifier.revealUtf8())))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Outcome> redeem(ProviderClient client, CodeGrant grant) {
        return Uni.createFrom().completionStage(() -> provider.exchangeCode(client.settings(), client.identity(), grant)
                .toCompletionStage());
    }

    private static Outcome.Renewed renewed(Flow flow, Outcome outcome) {
        if (outcome instanceof Outcome.Renewed renewed) {
            return renewed;
        }
        if (outcome instanceof Outcome.Rejected) {
            throw new Refused(Refusal.CODE_REJECTED);
        }
        if (outcome instanceof Outcome.Misconfigured misconfigured) {
            LOG.warnf(
                    "app %s/%s: the provider refuses its client: %s",
                    flow.key().tenant().issuer(), flow.key().app(), misconfigured.error());
            throw new Refused(Refusal.MISCONFIGURED);
        }
        throw new Refused(Refusal.TRY_AGAIN);
    }

    private static Map<String, String> captured(AuthorizationResponse.Granted granted, Outcome.Renewed renewed) {
        var captured = new HashMap<>(granted.captured());
        captured.putAll(renewed.captured());
        return captured;
    }

    private Uni<Connection> store(
            Flow flow, Definition definition, Instant asked, Outcome.Renewed renewed, Map<String, String> captured) {
        var settings = definition.settings().orElseThrow();
        return connecting
                .connect(
                        flow.key(),
                        definition,
                        flow.user(),
                        secret(renewed.accessToken()),
                        renewed.refreshToken().map(CodeExchange::secret),
                        renewed.scopes().or(flow::scopes).orElse(settings.scopes()),
                        settings.captured(captured),
                        validity(asked, settings, renewed))
                .invoke(connection -> warn(flow, definition, connection));
    }

    /** Its owner will be asked again and again, which the developer can mostly do something about. */
    private static void warn(Flow flow, Definition definition, Connection connection) {
        if (connection.expiresAt().isPresent() && connection.refresh().isEmpty()) {
            LOG.warnf(
                    "app %s/%s: the provider gave a token that ends, and no refresh token. %s",
                    flow.key().tenant().issuer(),
                    flow.key().app(),
                    definition.noRefreshToken().orElse(""));
        }
    }

    /** A token of which nobody says when it ends, and which nothing can renew, is taken to live until it is rejected. */
    private Validity validity(Instant asked, ProviderSettings settings, Outcome.Renewed renewed) {
        var stated = renewed.lifetime();
        if (stated.or(settings::defaultLifetime).isEmpty()
                && renewed.refreshToken().isEmpty()) {
            return Validity.unlimited(asked);
        }
        var lifetime = Expiry.resolve(stated, Optional.<Duration>empty(), settings.defaultLifetime());
        return scheduling.granted(asked, lifetime, renewed, settings);
    }

    private static Secret secret(Token token) {
        return Secret.ofUtf8(token.reveal());
    }
}

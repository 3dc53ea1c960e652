package dev.grantkeeper.worker.vault;

import dev.grantkeeper.oauth2.ClientIdentity;
import dev.grantkeeper.oauth2.GrantType;
import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.Outcome.Renewed;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.UrlPolicy;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The worker's own access token, from the platform issuer by client credentials (RFC 6749 section 4.4). Asked for once
 * at a time, again when 80 % of its life are over; until its end the old one is used meanwhile.
 */
@ApplicationScoped
class AccessTokens {
    private static final Logger LOG = Logger.getLogger(AccessTokens.class);
    private static final Duration UNSTATED_LIFE = Duration.ofMinutes(5);

    private final TokenClient issuer;
    private final LongSupplier nanoTime;
    private final ProviderSettings settings;
    private final ClientIdentity client;
    private final List<String> scopes;
    private Issued issued;
    private Uni<Issued> asking;
    private String complained;

    AccessTokens(@ToIssuer TokenClient issuer, UrlPolicy urls, LongSupplier nanoTime, VaultConfig config) {
        this.issuer = issuer;
        this.nanoTime = nanoTime;
        this.settings = ProviderSettings.builder(config.tokenUrl())
                .grant(GrantType.CLIENT_CREDENTIALS)
                .build(urls);
        this.client = new ClientIdentity(config.clientId(), Optional.of(Token.of(config.clientSecret())));
        this.scopes = List.of(config.scope());
    }

    Uni<Token> token() {
        return Uni.createFrom().deferred(this::current).map(Issued::token);
    }

    /** The vault refused the token: the next call gets another. */
    synchronized void forget() {
        issued = null;
    }

    private synchronized Uni<Issued> current() {
        if (issued == null || !issued.isYoungerThan(100)) {
            return ask();
        }
        if (!issued.isYoungerThan(80)) {
            ask().subscribe().with(fresh -> {}, failure -> {});
        }
        return Uni.createFrom().item(issued);
    }

    private synchronized Uni<Issued> ask() {
        if (asking == null) {
            var asked = nanoTime.getAsLong();
            asking = Uni.createFrom()
                    .completionStage(() -> issuer.renew(settings, client, Optional.empty(), scopes)
                            .first()
                            .toCompletionStage())
                    .map(outcome -> issued(outcome, asked))
                    .onTermination()
                    .invoke((fresh, failure, cancelled) -> settle(fresh))
                    .memoize()
                    .indefinitely();
        }
        return asking;
    }

    private synchronized void settle(Issued fresh) {
        asking = null;
        if (fresh != null) {
            issued = fresh;
            complained = null;
        }
    }

    private Issued issued(Outcome outcome, long asked) {
        if (outcome instanceof Renewed granted) {
            return new Issued(granted.accessToken(), asked, granted.lifetime().orElse(UNSTATED_LIFE));
        }
        var problem = ("No access token for the vault from %s: %s. Check grantkeeper.worker.vault.token-url, client-id"
                        + " and client-secret, and that this client may have the scope %s")
                .formatted(settings.tokenUrl(), outcome, scopes);
        complain(problem);
        throw new IllegalStateException(problem);
    }

    private synchronized void complain(String problem) {
        if (!problem.equals(complained)) {
            LOG.warn(problem);
        }
        complained = problem;
    }

    private final class Issued {
        private final Token token;
        private final long asked;
        private final Duration life;

        private Issued(Token token, long asked, Duration life) {
            this.token = token;
            this.asked = asked;
            this.life = life;
        }

        private Token token() {
            return token;
        }

        private boolean isYoungerThan(int percentOfLife) {
            return nanoTime.getAsLong() - asked < life.toNanos() / 100 * percentOfLife;
        }
    }
}

package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.Revocation;
import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenType;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.definition.ProviderClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What becomes of a token that a code brought and that is not stored. Nothing of it is kept to ask again: a provider is asked once. */
@ApplicationScoped
class UnkeptToken {

    private final TokenClient provider;
    private final Connections connections;

    UnkeptToken(TokenClient provider, Connections connections) {
        this.provider = provider;
        this.connections = connections;
    }

    /** Has the provider revoke it (RFC 7009). */
    Uni<Revocation> revoke(ProviderClient client, Outcome.Renewed renewed) {
        var token = renewed.refreshToken().orElse(renewed.accessToken());
        var type = renewed.refreshToken().isPresent() ? TokenType.REFRESH_TOKEN : TokenType.ACCESS_TOKEN;
        return Uni.createFrom().completionStage(() -> provider.revoke(client.settings(), client.identity(), token, type)
                .toCompletionStage());
    }

    /**
     * As {@link #revoke}, unless somebody of the workspace is connected for the app, maybe by the same account: for many providers a token's
     * grant is all that one person gave to one client. Never fails.
     */
    Uni<Void> revokeUnlessShared(Flow flow, ProviderClient client, Outcome.Renewed renewed) {
        return connections
                .anyOf(flow.key().tenant(), flow.key().app())
                .flatMap(shared -> shared
                        ? Uni.createFrom().voidItem()
                        : revoke(client, renewed).replaceWithVoid())
                .onFailure()
                .recoverWithNull();
    }
}

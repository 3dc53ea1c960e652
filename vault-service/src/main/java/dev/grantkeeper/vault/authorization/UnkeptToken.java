package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.Revocation;
import dev.grantkeeper.oauth2.TokenClient;
import dev.grantkeeper.oauth2.TokenType;
import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.connection.ConnectionKey;
import dev.grantkeeper.vault.connection.ConnectionStatus;
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
     * As {@link #revoke}, unless this app holds something that may be of the same grant: for many providers that is all that one person
     * gave to one client. Never fails.
     */
    Uni<Void> revokeUnlessShared(Flow flow, ProviderClient client, Outcome.Renewed renewed) {
        return isHeld(flow.key())
                .flatMap(held -> held ? Uni.createFrom().item(true) : isHeld(sibling(flow)))
                .flatMap(shared -> shared
                        ? Uni.createFrom().voidItem()
                        : revoke(client, renewed).replaceWithVoid())
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Boolean> isHeld(ConnectionKey key) {
        return connections.find(key).map(found -> found.filter(
                        connection -> connection.status() != ConnectionStatus.DISCONNECTED)
                .isPresent());
    }

    /** The other connection that the same person may have signed in for with the same account. */
    private static ConnectionKey sibling(Flow flow) {
        var key = flow.key();
        var other = key.owner().kind() == OwnerKind.USER ? Owner.workspace(key.tenant()) : Owner.user(flow.user());
        return new ConnectionKey(key.tenant(), key.app(), other);
    }
}

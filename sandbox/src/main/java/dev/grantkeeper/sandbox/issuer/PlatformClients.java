package dev.grantkeeper.sandbox.issuer;

import java.time.Duration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** The platform's clients: the front end that people sign in with, and the refresh worker for itself. */
final class PlatformClients {

    private static final Duration REFRESHED_FOR = Duration.ofHours(12);
    private static final Duration WORKERS_LIFE = Duration.ofMinutes(5);

    private PlatformClients() {}

    static RegisteredClientRepository of(IssuerSettings settings, ConsoleSettings console) {
        return new InMemoryRegisteredClientRepository(
                RegisteredClient.withId(console.clientId())
                        .clientId(console.clientId())
                        .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                        .redirectUris(uris -> uris.addAll(console.redirectUris()))
                        .scope(OidcScopes.OPENID)
                        .scope(OidcScopes.PROFILE)
                        .scope(PlatformGrants.DEVELOPER)
                        .clientSettings(ClientSettings.builder()
                                .requireProofKey(true)
                                .requireAuthorizationConsent(false)
                                .build())
                        .tokenSettings(tokens(console.accessTokenLife()))
                        .build(),
                RegisteredClient.withId(settings.workerId())
                        .clientId(settings.workerId())
                        .clientSecret(settings.workerSecret())
                        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                        .scope("renewals")
                        .tokenSettings(tokens(WORKERS_LIFE))
                        .build());
    }

    private static TokenSettings tokens(Duration life) {
        return TokenSettings.builder()
                .accessTokenTimeToLive(life)
                .refreshTokenTimeToLive(REFRESHED_FOR)
                .reuseRefreshTokens(false)
                .idTokenSignatureAlgorithm(SignatureAlgorithm.ES256)
                .build();
    }
}

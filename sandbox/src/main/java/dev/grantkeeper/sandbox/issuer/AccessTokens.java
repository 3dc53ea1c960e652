package dev.grantkeeper.sandbox.issuer;

import com.nimbusds.jose.JOSEException;
import dev.grantkeeper.sandbox.person.People;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/** Has {@link Issuer} mint what the token endpoint gives out, so that its tokens are like those of {@code /platform/tokens}. */
final class AccessTokens implements OAuth2TokenGenerator<OAuth2AccessToken> {

    private final Issuer issuer;
    private final People people;
    private final InstantSource clock;

    AccessTokens(Issuer issuer, People people, InstantSource clock) {
        this.issuer = issuer;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public OAuth2AccessToken generate(OAuth2TokenContext context) {
        if (!OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            return null;
        }
        var client = context.getRegisteredClient();
        var life = client.getTokenSettings().getAccessTokenTimeToLive();
        Set<String> scopes = context.getAuthorizedScopes();
        Instant now = clock.instant();
        try {
            var minted = AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())
                    ? issuer.mintForClient(client.getClientId(), String.join(" ", scopes), life)
                    : issuer.mintForPerson(
                            client.getClientId(),
                            people.find(context.getPrincipal().getName()).orElseThrow(),
                            scopes,
                            life);
            return new OAuth2AccessToken(
                    OAuth2AccessToken.TokenType.BEARER, minted.value(), now, now.plus(life), scopes);
        } catch (JOSEException e) {
            throw new IllegalStateException("The platform's own key does not sign", e);
        }
    }
}

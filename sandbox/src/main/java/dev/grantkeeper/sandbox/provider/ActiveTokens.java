package dev.grantkeeper.sandbox.provider;

import java.util.List;
import java.util.Map;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.stereotype.Component;

/** Lets the external service's API accept exactly the access tokens that are active at this moment. */
@Component
class ActiveTokens implements OpaqueTokenIntrospector {

    private final Grants grants;

    ActiveTokens(Grants grants) {
        this.grants = grants;
    }

    @Override
    public OAuth2AuthenticatedPrincipal introspect(String token) {
        OAuth2Authorization grant = grants.findByToken(token, OAuth2TokenType.ACCESS_TOKEN);
        if (grant == null || !grant.getAccessToken().isActive()) {
            throw new BadOpaqueTokenException("The access token is unknown, expired or revoked");
        }
        List<GrantedAuthority> scopes = grant.getAuthorizedScopes().stream()
                .<GrantedAuthority>map(scope -> new SimpleGrantedAuthority("SCOPE_" + scope))
                .toList();
        String user = grant.getPrincipalName();
        return new DefaultOAuth2AuthenticatedPrincipal(user, Map.of("sub", user), scopes);
    }
}

package dev.grantkeeper.sandbox.issuer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Lets a public client refresh, which the library leaves to confidential ones: it says who it is and proves nothing, so its
 * refresh tokens work once (RFC 9700, section 4.14.2).
 */
final class PublicRefresh implements AuthenticationConverter, AuthenticationProvider {

    /** A type of its own: for the library's, a public client has to show a code verifier. */
    private static final class Refreshing extends OAuth2ClientAuthenticationToken {

        Refreshing(String clientId) {
            super(clientId, ClientAuthenticationMethod.NONE, null, Map.of());
        }
    }

    private final RegisteredClientRepository clients;

    PublicRefresh(RegisteredClientRepository clients) {
        this.clients = clients;
    }

    @Override
    public Authentication convert(HttpServletRequest request) {
        String clientId = request.getParameter("client_id");
        boolean isPublic = request.getHeader("Authorization") == null
                && request.getParameter("client_secret") == null
                && request.getParameter("client_assertion") == null;
        return isPublic && clientId != null && "refresh_token".equals(request.getParameter("grant_type"))
                ? new Refreshing(clientId)
                : null;
    }

    @Override
    public Authentication authenticate(Authentication asking) {
        var client = clients.findByClientId(asking.getName());
        if (client == null
                || !client.getClientAuthenticationMethods().equals(Set.of(ClientAuthenticationMethod.NONE))) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return Refreshing.class.isAssignableFrom(authentication);
    }
}

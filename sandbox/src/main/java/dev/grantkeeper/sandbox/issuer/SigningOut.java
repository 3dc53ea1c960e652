package dev.grantkeeper.sandbox.issuer;

import dev.grantkeeper.sandbox.person.SignedIn;
import java.util.function.Consumer;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.oidc.web.authentication.OidcLogoutAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;

/** Signing out because the client asks for it (OpenID Connect RP-Initiated Logout 1.0). */
final class SigningOut {

    private SigningOut() {}

    /**
     * Ends the session at the platform, and the grant that the client's tokens come from; whoever is signed in at the external
     * service stays so.
     */
    static AuthenticationSuccessHandler of(SignedIn signedIn, PlatformGrants grants) {
        var forgetting = new SecurityContextLogoutHandler();
        forgetting.setInvalidateHttpSession(false);
        forgetting.setSecurityContextRepository(signedIn.contexts());
        var handler = new OidcLogoutAuthenticationSuccessHandler();
        handler.setLogoutHandler((request, response, authentication) -> {
            var token = ((OidcLogoutAuthenticationToken) authentication)
                    .getIdToken()
                    .getTokenValue();
            grants.remove(grants.findByToken(token, new OAuth2TokenType(OidcParameterNames.ID_TOKEN)));
            forgetting.logout(request, response, authentication);
        });
        return handler;
    }

    /** Any page of the client's will do for where the browser goes then, on whatever port it runs. */
    static Consumer<OidcLogoutAuthenticationContext> onlyTo(ConsoleSettings console) {
        return context -> {
            OidcLogoutAuthenticationToken request = context.getAuthentication();
            String to = request.getPostLogoutRedirectUri();
            if (to != null && !to.isEmpty() && !console.owns(to)) {
                throw new OAuth2AuthenticationException(new OAuth2Error(
                        OAuth2ErrorCodes.INVALID_REQUEST, "post_logout_redirect_uri is no page of the client's", null));
            }
        };
    }
}

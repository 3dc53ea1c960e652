package dev.grantkeeper.sandbox.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Authorization responses that say whose they are (RFC 9207), which those of the library do not. */
final class AuthorizationResponses implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication granted) throws IOException {
        var token = (OAuth2AuthorizationCodeRequestAuthenticationToken) granted;
        send(response, token, "code", token.getAuthorizationCode().getTokenValue(), null);
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        var exception = (OAuth2AuthorizationCodeRequestAuthenticationException) refused;
        var token = exception.getAuthorizationCodeRequestAuthentication();
        if (token == null || token.getRedirectUri() == null) {
            response.sendError(
                    HttpServletResponse.SC_BAD_REQUEST, exception.getError().toString());
            return;
        }
        send(
                response,
                token,
                "error",
                exception.getError().getErrorCode(),
                exception.getError().getDescription());
    }

    private static void send(
            HttpServletResponse response,
            OAuth2AuthorizationCodeRequestAuthenticationToken token,
            String name,
            String value,
            String description)
            throws IOException {
        var uri = UriComponentsBuilder.fromUriString(token.getRedirectUri());
        add(uri, name, value);
        add(uri, "error_description", description);
        add(uri, "state", token.getState());
        add(uri, "iss", AuthorizationServerContextHolder.getContext().getIssuer());
        response.sendRedirect(uri.build(true).toUriString());
    }

    private static void add(UriComponentsBuilder uri, String name, String value) {
        if (value != null && !value.isEmpty()) {
            uri.queryParam(name, UriUtils.encode(value, UTF_8));
        }
    }
}

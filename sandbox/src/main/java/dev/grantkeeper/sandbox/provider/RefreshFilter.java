package dev.grantkeeper.sandbox.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames.GRANT_TYPE;
import static org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames.REFRESH_TOKEN;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the token endpoint, after client authentication, and watches refreshes: the endpoint decides, this
 * counts. Refreshes pass one at a time, so that of two with the same token the second meets a rotated one.
 */
final class RefreshFilter extends OncePerRequestFilter {

    private final String tokenEndpoint;
    private final Grants grants;
    private final RefreshLedger ledger;
    private final boolean strict;

    RefreshFilter(String tokenEndpoint, Grants grants, RefreshLedger ledger, boolean strict) {
        this.tokenEndpoint = tokenEndpoint;
        this.grants = grants;
        this.ledger = ledger;
        this.strict = strict;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getServletPath().equals(tokenEndpoint)
                || !AuthorizationGrantType.REFRESH_TOKEN.getValue().equals(request.getParameter(GRANT_TYPE))
                || request.getParameter(REFRESH_TOKEN) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = request.getParameter(REFRESH_TOKEN);
        String sha256 = sha256(token);
        synchronized (this) {
            OAuth2Authorization grant = grants.findByToken(token, OAuth2TokenType.REFRESH_TOKEN);
            if (grant == null) {
                String rotatedIn = ledger.presented(sha256, null, null).grant();
                if (rotatedIn != null && strict) {
                    grants.end(rotatedIn);
                }
            } else {
                ledger.presented(sha256, grant.getPrincipalName(), grant.getId());
            }
            chain.doFilter(request, response);
        }
        if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST) {
            ledger.refused(sha256);
        }
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

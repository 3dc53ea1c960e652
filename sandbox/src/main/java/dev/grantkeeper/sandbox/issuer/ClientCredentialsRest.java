package dev.grantkeeper.sandbox.issuer;

import com.nimbusds.jose.JOSEException;
import dev.grantkeeper.sandbox.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gives the refresh worker its token by client credentials (RFC 6749, section 4.4). */
@RestController
class ClientCredentialsRest {

    private static final String SCOPE = "renewals";
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final AuthenticationConverter credentials = new DelegatingAuthenticationConverter(
            new ClientSecretBasicAuthenticationConverter(), new ClientSecretPostAuthenticationConverter());
    private final IssuerSettings settings;
    private final Issuer issuer;

    ClientCredentialsRest(IssuerSettings settings, Issuer issuer) {
        this.settings = settings;
        this.issuer = issuer;
    }

    @PostMapping("/platform/oauth2/token")
    ResponseEntity<?> token(
            HttpServletRequest request,
            @RequestParam(name = "grant_type", defaultValue = "") String grantType,
            @RequestParam(defaultValue = SCOPE) String scope)
            throws JOSEException {
        if (!isWorker(credentials.convert(request))) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"platform\"")
                    .body(Map.of("error", "invalid_client"));
        }
        if (!grantType.equals("client_credentials")) {
            return refused("unsupported_grant_type");
        }
        if (!scope.equals(SCOPE)) {
            return refused("invalid_scope");
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(issuer.mintForClient(settings.workerId(), scope, LIFE));
    }

    @ExceptionHandler
    ResponseEntity<?> unreadable(OAuth2AuthenticationException e) {
        return refused(e.getError().getErrorCode());
    }

    private boolean isWorker(Authentication client) {
        return client != null
                && Secrets.same(settings.workerId(), client.getName())
                && Secrets.same(settings.workerSecret(), (String) client.getCredentials());
    }

    private static ResponseEntity<?> refused(String error) {
        return ResponseEntity.badRequest().body(Map.of("error", error));
    }
}

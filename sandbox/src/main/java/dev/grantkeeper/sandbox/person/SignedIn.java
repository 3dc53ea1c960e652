package dev.grantkeeper.sandbox.person;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.stereotype.Component;

/**
 * Who is signed in at the platform, in this browser. The external service has the same browser session, but keeps who is
 * signed in there, and where they wanted to go, under names of its own: one is not the other.
 */
@Component
public class SignedIn {

    private static final String CHOSEN = "CHOSEN_AT_THE_SIGN_IN_PAGE";

    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
    private final HttpSessionRequestCache interrupted = new HttpSessionRequestCache();
    private final InstantSource clock;

    SignedIn(InstantSource clock) {
        this.clock = clock;
        contexts.setSpringSecurityContextKey("PLATFORM_SIGNED_IN");
        interrupted.setSessionAttrName("PLATFORM_INTERRUPTED");
        interrupted.setMatchingRequestParameterName(null);
    }

    public SecurityContextRepository contexts() {
        return contexts;
    }

    /** What a browser wanted before it was sent to the sign-in page. */
    public RequestCache interrupted() {
        return interrupted;
    }

    /** From now on this browser is theirs, under a new session id. */
    void begin(Person person, HttpServletRequest request, HttpServletResponse response) {
        request.getSession();
        request.changeSessionId();
        var factor = FactorGrantedAuthority.withAuthority(CHOSEN)
                .issuedAt(clock.instant())
                .build();
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(person.id(), null, List.of(factor)));
        contexts.saveContext(context, request, response);
    }
}

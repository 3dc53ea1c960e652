package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.AccessTokens;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses who is no signed-in person while the answer can still say so: a stream has sent its status when it begins. */
class SignedInRest {

    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface SignedIn {}

    private final AccessTokens tokens;

    SignedInRest(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @SignedIn
    @ServerRequestFilter
    public Uni<Void> admit(HttpHeaders headers) {
        return tokens.person(headers.getHeaderString(HttpHeaders.AUTHORIZATION)).replaceWithVoid();
    }
}

package dev.grantkeeper.sandbox.issuer;

import dev.grantkeeper.sandbox.person.People;
import java.util.HashSet;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * What the platform granted to its clients. A front end asks for the same scopes whoever sits at it; only developers are
 * granted a developer's (RFC 6749, section 3.3, lets the server grant less and has it say so). Of clients that act for
 * themselves nothing is kept: their tokens say all.
 */
final class PlatformGrants implements OAuth2AuthorizationService {

    static final String DEVELOPER = "apps:write";

    private final OAuth2AuthorizationService stored = new InMemoryOAuth2AuthorizationService();
    private final People people;

    PlatformGrants(People people) {
        this.people = people;
    }

    @Override
    public void save(OAuth2Authorization grant) {
        if (!grant.getAuthorizationGrantType().equals(AuthorizationGrantType.CLIENT_CREDENTIALS)) {
            stored.save(isDeveloper(grant.getPrincipalName()) ? grant : withoutDeveloper(grant));
        }
    }

    @Override
    public void remove(OAuth2Authorization grant) {
        stored.remove(grant);
    }

    @Override
    public OAuth2Authorization findById(String id) {
        return stored.findById(id);
    }

    @Override
    public OAuth2Authorization findByToken(String token, OAuth2TokenType type) {
        return stored.findByToken(token, type);
    }

    private boolean isDeveloper(String user) {
        return people.find(user).flatMap(person -> person.developerOf()).isPresent();
    }

    private static OAuth2Authorization withoutDeveloper(OAuth2Authorization grant) {
        var scopes = new HashSet<>(grant.getAuthorizedScopes());
        scopes.remove(DEVELOPER);
        return OAuth2Authorization.from(grant).authorizedScopes(scopes).build();
    }
}

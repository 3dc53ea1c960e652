package dev.grantkeeper.sandbox.provider;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.stereotype.Component;

/**
 * The authorization server's own memory, with the one thing it lacks: ending every grant of a person. An ended grant
 * stays ended, also when a refresh that was under way stores its new tokens afterwards.
 */
@Component
class Grants implements OAuth2AuthorizationService {

    private final OAuth2AuthorizationService stored = new InMemoryOAuth2AuthorizationService();
    private final Map<String, String> userById = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    /** Ends all of a user's grants and returns how many held tokens. */
    int endAllOf(String user) {
        return (int) userById.entrySet().stream()
                .filter(grant -> grant.getValue().equals(user))
                .filter(grant -> end(grant.getKey()))
                .count();
    }

    /** Ends one grant and returns whether it held tokens until now. */
    boolean end(String id) {
        ended.add(id);
        userById.remove(id);
        OAuth2Authorization grant = stored.findById(id);
        if (grant == null) {
            return false;
        }
        stored.remove(grant);
        return grant.getAccessToken() != null;
    }

    @Override
    public void save(OAuth2Authorization grant) {
        if (!ended.contains(grant.getId())) {
            userById.put(grant.getId(), grant.getPrincipalName());
            stored.save(grant);
        }
    }

    @Override
    public void remove(OAuth2Authorization grant) {
        end(grant.getId());
    }

    @Override
    public OAuth2Authorization findById(String id) {
        return unlessEnded(stored.findById(id));
    }

    @Override
    public OAuth2Authorization findByToken(String token, OAuth2TokenType type) {
        return unlessEnded(stored.findByToken(token, type));
    }

    private OAuth2Authorization unlessEnded(OAuth2Authorization grant) {
        return grant == null || ended.contains(grant.getId()) ? null : grant;
    }
}

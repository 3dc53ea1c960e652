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
 * The authorization server's own memory, with two things it lacks. Every grant of a person can be ended, and stays ended,
 * also when a refresh that was under way stores its new tokens afterwards. And an access token lives until it expires or
 * its grant ends, as at most providers, not only until the next refresh: without that, whoever has just been given a token
 * may find it dead.
 */
@Component
class Grants implements OAuth2AuthorizationService {

    private final OAuth2AuthorizationService stored = new InMemoryOAuth2AuthorizationService();
    private final Map<String, String> userById = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    /** Each with its grant as it was when this was the newest access token, by the token. */
    private final Map<String, OAuth2Authorization> older = new ConcurrentHashMap<>();

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
        if (ended.contains(grant.getId())) {
            return;
        }
        if (older.computeIfPresent(accessToken(grant), (token, before) -> grant) == null) {
            keepAccessToken(stored.findById(grant.getId()), grant);
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
        OAuth2Authorization newest = stored.findByToken(token, type);
        if (newest == null && (type == null || type.equals(OAuth2TokenType.ACCESS_TOKEN))) {
            return olderByToken(token);
        }
        return unlessEnded(newest);
    }

    private OAuth2Authorization olderByToken(String token) {
        OAuth2Authorization grant = older.get(token);
        OAuth2Authorization newest = grant == null ? null : findById(grant.getId());
        boolean revoked = newest == null
                || newest.getRefreshToken() != null && newest.getRefreshToken().isInvalidated();
        return revoked ? null : grant;
    }

    private void keepAccessToken(OAuth2Authorization before, OAuth2Authorization after) {
        older.values().removeIf(grant -> grant.getAccessToken().isExpired());
        if (before != null
                && before.getAccessToken() != null
                && !accessToken(before).equals(accessToken(after))) {
            older.put(accessToken(before), before);
        }
    }

    /** Empty while there is none yet. */
    private static String accessToken(OAuth2Authorization grant) {
        return grant.getAccessToken() == null
                ? ""
                : grant.getAccessToken().getToken().getTokenValue();
    }

    private OAuth2Authorization unlessEnded(OAuth2Authorization grant) {
        return grant == null || ended.contains(grant.getId()) ? null : grant;
    }
}

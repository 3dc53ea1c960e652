package dev.grantkeeper.system.provider;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** What mock-oauth2-server asks before it gives tokens. Once ended it refuses to renew, until the person consents anew. */
final class MockGrant extends DefaultOAuth2TokenCallback {

    private volatile boolean ended;

    MockGrant(String issuer, String person, Duration accessLife) {
        super(issuer, person, "JWT", List.of("api"), Map.of(), accessLife.toSeconds());
    }

    void end() {
        ended = true;
    }

    /** Asked for every access token. */
    @Override
    public List<String> audience(TokenRequest request) {
        if (request.getAuthorizationGrant().getType().equals(GrantType.AUTHORIZATION_CODE)) {
            ended = false;
        }
        if (ended) {
            throw new OAuth2Exception(OAuth2Error.INVALID_GRANT, "the grant was ended");
        }
        return super.audience(request);
    }
}

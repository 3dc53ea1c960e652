package dev.grantkeeper.oauth2;

import java.util.List;
import java.util.Optional;

/** What goes together with how tokens are obtained and renewed; every refusal is an {@link InvalidSettings}. */
final class GrantRules {
    private GrantRules() {}

    static void checkClientCredentials(
            Endpoints endpoints,
            ClientAuthentication clientAuthentication,
            List<String> optionalScopes,
            RotationPolicy rotation,
            Lifetimes lifetimes,
            Optional<AccessTokenExchange> lastingToken,
            Optional<AccessTokenExchange> renewalByAccessToken) {
        refuse(
                clientAuthentication == ClientAuthentication.NONE,
                "client_authentication",
                "must not be none with grant client_credentials: the client is all that is proven (RFC 6749 section 4.4)");
        refuse(
                !optionalScopes.isEmpty(),
                "optional_scopes",
                "belongs to grant authorization_code: nobody is there to grant more; list them in scopes");
        refuse(endpoints.refresh().isPresent(), "refresh_url", "belongs to grant authorization_code; remove it");
        refuse(lastingToken.isPresent(), "lasting_token", "belongs to grant authorization_code; remove it");
        refuse(
                renewalByAccessToken.isPresent(),
                "renewal_by_access_token",
                "belongs to grant authorization_code; remove it");
        refuse(
                lifetimes.refreshToken().isPresent(),
                "refresh_token_lifetime_seconds",
                "is about refresh tokens, which there are none of with grant client_credentials; remove it");
        refuse(
                lifetimes.refreshTokenIdle().isPresent(),
                "refresh_token_idle_seconds",
                "is about refresh tokens, which there are none of with grant client_credentials; remove it");
        checkNothingRotates(rotation, "grant client_credentials");
    }

    static void checkRenewalByAccessToken(Endpoints endpoints, RotationPolicy rotation) {
        refuse(
                endpoints.refresh().isPresent(),
                "refresh_url",
                "does not go with renewal_by_access_token, which has a url of its own; remove it");
        checkNothingRotates(rotation, "renewal_by_access_token");
    }

    private static void checkNothingRotates(RotationPolicy rotation, String with) {
        boolean rotates = rotation.kind() == RotationPolicy.Kind.STRICT || rotation.kind() == RotationPolicy.Kind.GRACE;
        refuse(rotates, "rotation", "is about refresh tokens, which there are none of with " + with + "; remove it");
    }

    private static void refuse(boolean misplaced, String field, String why) {
        if (misplaced) {
            throw new InvalidSettings(field, field + " " + why);
        }
    }
}

package dev.grantkeeper.sandbox.provider;

import dev.grantkeeper.sandbox.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the external service is configured with.
 *
 * @param clientId the one registered client
 * @param clientSecret its secret; required
 * @param redirectUris where codes may be sent; a 127.0.0.1 URI matches with any port (RFC 8252, section 7.3)
 * @param scopes what the client may ask for
 * @param users the passwords of those who can sign in, by name
 * @param accessTokenLife how long an access token lives
 * @param refreshTokenLife how long a refresh token lives
 * @param consent whether a person is asked to consent the first time
 * @param strict whether a rotated refresh token that comes back kills the whole grant (RFC 9700, section 4.14.2);
 *     it is refused either way
 */
@ConfigurationProperties("sandbox.provider")
record ProviderSettings(
        @DefaultValue("email-sequencer") String clientId,
        String clientSecret,
        List<String> redirectUris,

        @DefaultValue({"sequences.read", "sequences.write", "offline_access"})
        Set<String> scopes,

        Map<String, String> users,
        @DefaultValue("10s") Duration accessTokenLife,
        @DefaultValue("30d") Duration refreshTokenLife,
        @DefaultValue("true") boolean consent,
        @DefaultValue("true") boolean strict) {

    ProviderSettings {
        Secrets.required("sandbox.provider.client-secret", clientSecret);
        if (redirectUris == null || redirectUris.isEmpty()) {
            throw new IllegalArgumentException("sandbox.provider.redirect-uris must name at least one URI");
        }
        if (users == null || users.isEmpty()) {
            throw new IllegalArgumentException("sandbox.provider.users must name at least one, as users.ada=PASSWORD");
        }
        users.forEach((name, password) -> Secrets.required("sandbox.provider.users." + name, password));
        redirectUris = List.copyOf(redirectUris);
        scopes = Set.copyOf(scopes);
        users = Map.copyOf(users);
    }

    @Override
    public String toString() {
        return "ProviderSettings[clientId=" + clientId + "]";
    }
}

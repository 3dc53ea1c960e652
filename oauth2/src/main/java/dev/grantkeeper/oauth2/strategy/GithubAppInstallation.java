package dev.grantkeeper.oauth2.strategy;

import dev.grantkeeper.oauth2.ClientAuthentication;
import dev.grantkeeper.oauth2.ClientIdentity;
import dev.grantkeeper.oauth2.GrantType;
import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.SigningKey;
import dev.grantkeeper.oauth2.SigningKey.Algorithm;
import dev.grantkeeper.oauth2.TokenDraft;
import dev.grantkeeper.oauth2.TokenStrategy;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A GitHub App acting for one installation of itself. The app proves itself by a JWT of its own key as bearer, asks for an
 * installation token at the installation's own address, and does so again before that ends, an hour later
 * (docs.github.com, "Generating an installation access token for a GitHub App").
 */
public final class GithubAppInstallation implements TokenStrategy {
    /** GitHub takes at most ten minutes. */
    private static final Duration LIFE = Duration.ofMinutes(5);
    /** For a clock of ours that is ahead of GitHub's, as GitHub recommends. */
    private static final Duration BEFORE = Duration.ofMinutes(1);

    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    @Override
    public String name() {
        return "github_app_installation";
    }

    @Override
    public void check(ProviderSettings settings) {
        if (settings.grant() != GrantType.CLIENT_CREDENTIALS) {
            throw new InvalidSettings("grant", "grant must be client_credentials with strategy " + name());
        }
        if (settings.clientAuthentication() != ClientAuthentication.PRIVATE_KEY_JWT) {
            throw new InvalidSettings(
                    "client_authentication", "client_authentication must be private_key_jwt with strategy " + name());
        }
    }

    @Override
    public TokenDraft rewrite(TokenDraft draft, ProviderSettings settings, ClientIdentity client, Instant now) {
        JsonObject claims = new JsonObject()
                .put("iss", client.clientId())
                .put("iat", now.minus(BEFORE).getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond());
        String jwt = SigningKey.read(client.clientSecret().orElseThrow(), Optional.of(Algorithm.RS256))
                .jwt(new JsonObject(), claims);
        return draft.withoutFields().withHeader("Authorization", "Bearer " + jwt);
    }

    /** GitHub's errors have no codes, but a status: who is not known, or what is not there. */
    @Override
    public JsonObject standard(int status, JsonObject answer) {
        return switch (status) {
            case UNAUTHORIZED -> new JsonObject().put("error", "invalid_client");
            case NOT_FOUND -> new JsonObject().put("error", "installation_not_found");
            default -> answer;
        };
    }
}

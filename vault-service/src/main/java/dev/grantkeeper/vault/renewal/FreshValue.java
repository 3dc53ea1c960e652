package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.Expiry;
import dev.grantkeeper.oauth2.Outcome;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.vault.connection.Scheduling;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a renewal brought.
 *
 * @param refresh empty when the old refresh token stays valid
 * @param refreshLifetime how long refresh tokens live, if the provider said
 * @param obtainedAt when the lease was given, from which lifetimes count
 */
record FreshValue(
        Secret access,
        Optional<Secret> refresh,
        List<String> scopes,
        Duration lifetime,
        Optional<Duration> refreshLifetime,
        Instant obtainedAt) {

    /** @param held scopes and lifetime of the value that was renewed */
    static FreshValue of(
            Outcome.Renewed renewed, boolean newRefreshToken, Held held, ProviderSettings settings, Instant leasedAt) {
        return new FreshValue(
                secret(renewed.accessToken()),
                renewed.refreshToken().filter(token -> newRefreshToken).map(FreshValue::secret),
                renewed.scopes().orElseGet(held::scopes),
                Expiry.resolve(renewed.lifetime(), held.lifetime(), settings.defaultLifetime()),
                renewed.refreshTokenLifetime(),
                leasedAt);
    }

    record Held(List<String> scopes, Optional<Duration> lifetime) {}

    static Secret secret(Token token) {
        return Secret.ofUtf8(token.reveal());
    }

    Scheduling.Obtained obtained() {
        return new Scheduling.Obtained(obtainedAt, lifetime, refresh.isPresent(), refreshLifetime);
    }

    /** One secret, to be sealed as a whole; the time it was obtained is kept beside it. */
    Secret packed() {
        var json = new JsonObject()
                .put("access_token", access.revealUtf8())
                .put("scopes", new JsonArray(scopes))
                .put("lifetime_ms", lifetime.toMillis());
        refresh.ifPresent(token -> json.put("refresh_token", token.revealUtf8()));
        refreshLifetime.ifPresent(life -> json.put("refresh_lifetime_ms", life.toMillis()));
        return Secret.ofUtf8(json.encode());
    }

    static FreshValue unpacked(Secret packed, Instant obtainedAt) {
        var json = new JsonObject(packed.revealUtf8());
        return new FreshValue(
                Secret.ofUtf8(json.getString("access_token")),
                Optional.ofNullable(json.getString("refresh_token")).map(Secret::ofUtf8),
                json.getJsonArray("scopes").stream().map(String.class::cast).toList(),
                Duration.ofMillis(json.getLong("lifetime_ms")),
                Optional.ofNullable(json.getLong("refresh_lifetime_ms")).map(Duration::ofMillis),
                obtainedAt);
    }

    @Override
    public String toString() {
        return "FreshValue[redacted]";
    }
}

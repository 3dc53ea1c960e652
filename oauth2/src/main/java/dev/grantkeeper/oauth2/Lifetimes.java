package dev.grantkeeper.oauth2;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a provider's tokens beyond what its answers say. Each is between a second and ten years.
 *
 * @param accessToken of an access token, where the provider never says
 * @param expiryMargin how long before expiry a renewal is due, in place of the usual rule
 * @param renewableAfter how old an access token has to be before the provider renews it
 * @param refreshToken from its issue, where the provider never says
 * @param refreshTokenIdle after how long without use a refresh token dies
 */
record Lifetimes(
        Optional<Duration> accessToken,
        Optional<Duration> expiryMargin,
        Optional<Duration> renewableAfter,
        Optional<Duration> refreshToken,
        Optional<Duration> refreshTokenIdle) {

    static final Lifetimes UNKNOWN =
            new Lifetimes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static final Set<String> FIELDS = Set.of(
            "default_lifetime_seconds",
            "expiry_margin_seconds",
            "renewable_after_seconds",
            "refresh_token_lifetime_seconds",
            "refresh_token_idle_seconds");

    Lifetimes {
        accessToken.ifPresent(time -> SettingsRules.checkDuration("default_lifetime_seconds", time));
        expiryMargin.ifPresent(time -> SettingsRules.checkDuration("expiry_margin_seconds", time));
        renewableAfter.ifPresent(time -> SettingsRules.checkDuration("renewable_after_seconds", time));
        refreshToken.ifPresent(time -> SettingsRules.checkDuration("refresh_token_lifetime_seconds", time));
        refreshTokenIdle.ifPresent(time -> SettingsRules.checkDuration("refresh_token_idle_seconds", time));
    }

    static Lifetimes read(JsonFields fields) {
        return new Lifetimes(
                fields.seconds("default_lifetime_seconds"),
                fields.seconds("expiry_margin_seconds"),
                fields.seconds("renewable_after_seconds"),
                fields.seconds("refresh_token_lifetime_seconds"),
                fields.seconds("refresh_token_idle_seconds"));
    }

    void write(SettingsWriter json) {
        json.putSeconds("default_lifetime_seconds", accessToken);
        json.putSeconds("expiry_margin_seconds", expiryMargin);
        json.putSeconds("renewable_after_seconds", renewableAfter);
        json.putSeconds("refresh_token_lifetime_seconds", refreshToken);
        json.putSeconds("refresh_token_idle_seconds", refreshTokenIdle);
    }
}

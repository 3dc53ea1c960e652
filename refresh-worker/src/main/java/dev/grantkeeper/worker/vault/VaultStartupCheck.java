package dev.grantkeeper.worker.vault;

import dev.grantkeeper.oauth2.GrantType;
import dev.grantkeeper.oauth2.InvalidSettings;
import dev.grantkeeper.oauth2.ProviderSettings;
import dev.grantkeeper.oauth2.UrlPolicy;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.regex.Pattern;

/** A lease answers with a refresh token: a configuration that would send one in the clear does not start. */
class VaultStartupCheck {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(0{0,4}:){2,7}0{0,3}1]", Pattern.CASE_INSENSITIVE);

    void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
            VaultConfig config,
            UrlPolicy urls) {
        checkTransport(config);
        checkTokenUrl(config, urls);
        config.instance().ifPresent(ThisProcess::checked);
    }

    static void checkTransport(VaultConfig config) {
        var exposed = config.plaintext() && !config.plaintextOffLoopback();
        for (var vault : config.addresses()) {
            if (exposed && !LOOPBACK.matcher(vault.host()).matches()) {
                throw new IllegalStateException("The vault at " + vault + " would be called without TLS: set"
                        + " grantkeeper.worker.vault.plaintext=false (and, for a private certification authority,"
                        + " quarkus.grpc.clients.vault.ssl.trust-store); or, where something else encrypts the way,"
                        + " grantkeeper.worker.vault.plaintext-off-loopback=true");
            }
        }
    }

    private static void checkTokenUrl(VaultConfig config, UrlPolicy urls) {
        try {
            ProviderSettings.builder(config.tokenUrl())
                    .grant(GrantType.CLIENT_CREDENTIALS)
                    .build(urls);
        } catch (InvalidSettings e) {
            throw new IllegalStateException("grantkeeper.worker.vault.token-url cannot be used: " + e.getMessage(), e);
        }
    }
}

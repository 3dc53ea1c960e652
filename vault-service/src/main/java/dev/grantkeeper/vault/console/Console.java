package dev.grantkeeper.vault.console;

import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.VaultAddress;
import dev.grantkeeper.vault.authorization.SettingsPages;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The console as it was configured: there, or not. Made at start-up, so that a wrong setting stops it. */
@Startup
@ApplicationScoped
class Console implements SettingsPages {

    private final VaultAddress address;
    private final Optional<ConsolePage> page;

    Console(ConsoleConfig config, Assets assets, VaultAddress address) {
        this.address = address;
        page = config.enabled()
                ? Optional.of(ConsolePage.of(assets, ImportMap.ofClassPath(), SignIn.of(config.signIn())))
                : Optional.empty();
    }

    /** Empty where the console is off. */
    Optional<ConsolePage> page() {
        return page;
    }

    @Override
    public Optional<URI> of(String app, OwnerKind owner) {
        return page.map(there -> address.resolve("/console/connections?connect=" + encoded(app) + "." + owner.word()));
    }

    /** Ids are of the characters that {@code Identifiers} allows; some of those mean something in a query. */
    private static String encoded(String app) {
        return URLEncoder.encode(app, StandardCharsets.UTF_8);
    }
}

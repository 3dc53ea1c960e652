package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.vault.access.OwnerKind;
import java.net.URI;
import java.util.Optional;

/** Where people type what only a page of settings can take: a secret, or a client of their own. */
public interface SettingsPages {

    /** Empty where the vault has no such pages, and the platform's own have to do. */
    Optional<URI> of(String app, OwnerKind owner);
}

package dev.grantkeeper.vault.definition;

import dev.grantkeeper.oauth2.ClientIdentity;
import dev.grantkeeper.oauth2.ProviderSettings;

/** An app as a client of its provider, ready to make a request. */
public record ProviderClient(ProviderSettings settings, ClientIdentity identity) {}

package dev.grantkeeper.vault.authorization;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an authorization is begun with.
 *
 * @param scopes to ask for beside those that are always asked for
 * @param inputs what the person says of their account, where the settings leave it open; none takes what they said before
 * @param returnUrl where the person goes in the end
 */
record Wanted(List<String> scopes, Optional<Map<String, String>> inputs, Optional<URI> returnUrl) {}

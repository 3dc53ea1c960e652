package dev.grantkeeper.vault.prompt;

import java.util.Optional;

/**
 * What a prompt is about, for people.
 *
 * @param name what they call it, where the app's developer says
 * @param type its word: whether the prompt's link leads to a provider, or a secret has to be typed in
 */
record Offered(Optional<String> name, String type) {}

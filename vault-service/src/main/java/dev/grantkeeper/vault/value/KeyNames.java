package dev.grantkeeper.vault.value;

import dev.grantkeeper.envelope.KeyId;
import dev.grantkeeper.envelope.KeyRef;
import dev.grantkeeper.envelope.ScopeKey;
import java.util.Optional;
import java.util.UUID;

/** How a public key is named towards others: after the version of the scope key that it belongs to. */
final class KeyNames {

    private KeyNames() {}

    static String of(ScopeKey key) {
        return key.id() + "." + key.version();
    }

    static Optional<KeyRef> parse(String name) {
        try {
            var dot = name.indexOf('.');
            var id = new KeyId(UUID.fromString(name.substring(0, dot)));
            return Optional.of(new KeyRef(id, Integer.parseInt(name.substring(dot + 1))));
        } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}

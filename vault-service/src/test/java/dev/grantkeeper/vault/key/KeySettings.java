package dev.grantkeeper.vault.key;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The configuration of a vault, as it would come from its properties. */
record KeySettings(
        Path file,
        Optional<Path> passphraseFile,
        Optional<String> passphrase,
        boolean createIfAbsent,
        Duration cacheTtl,
        int cacheMax,
        Duration serveCachedFor)
        implements KeyConfig {

    static KeySettings existing(Path file, String passphrase) {
        return new KeySettings(
                file,
                Optional.empty(),
                Optional.of(passphrase),
                false,
                Duration.ofSeconds(300),
                100_000,
                Duration.ofHours(1));
    }

    KeySettings creating() {
        return new KeySettings(file, passphraseFile, passphrase, true, cacheTtl, cacheMax, serveCachedFor);
    }

    KeySettings withPassphrase(Optional<String> typed, Optional<Path> inFile) {
        return new KeySettings(file, inFile, typed, createIfAbsent, cacheTtl, cacheMax, serveCachedFor);
    }
}

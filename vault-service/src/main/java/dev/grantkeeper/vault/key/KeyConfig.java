package dev.grantkeeper.vault.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the root key is, and how long scope keys stay in memory. */
@ConfigMapping(prefix = KeyConfig.PREFIX)
interface KeyConfig {

    String PREFIX = "grantkeeper.key";

    /** The sealed root key. Every vault of one database needs the same; without it nothing can be opened any more. */
    Path file();

    /** A file with the passphrase of the root key; a line break at its end is not part of it. */
    Optional<Path> passphraseFile();

    /** The passphrase itself, for where a file cannot be had: best as GRANTKEEPER_KEY_PASSPHRASE. */
    Optional<String> passphrase();

    /** Whether to make a new root key where there is no file; for a vault on a laptop. */
    @WithDefault("false")
    boolean createIfAbsent();

    /** How long a scope key is used before it is read and unwrapped again; varied by a tenth. */
    @WithDefault("300s")
    Duration cacheTtl();

    /** How many scope keys are kept in memory. */
    @WithDefault("100000")
    int cacheMax();

    /** How long a scope key is used while the key provider cannot be reached. */
    @WithDefault("1h")
    Duration serveCachedFor();
}

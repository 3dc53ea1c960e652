package dev.grantkeeper.vault.authorization;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Where people may go once they have connected. */
@ConfigMapping(prefix = "grantkeeper.connect")
interface ConnectConfig {

    /** Origins (RFC 6454) that a return URL may have, such as `https://app.example.com`; none unless stated. */
    Optional<Set<String>> returnOrigins();
}

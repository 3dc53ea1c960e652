package dev.grantkeeper.vault.authorization;

import java.time.Instant;
import java.util.Optional;

/**
 * A flow that has connected something.
 *
 * @param endsAt when its owner has to connect again, where nothing can renew the value
 * @param why the provider gave nothing to renew it with, as far as its settings say
 */
record Finished(Flow flow, Optional<Instant> endsAt, Optional<String> why) {}

package dev.grantkeeper.vault.revocation;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Takes part in the transaction in which a revocation ends. */
public interface RevocationObserver {

    /** @param ending a word of the metric {@code grantkeeper.revocations}: revoked, not_offered, refused and so on */
    Uni<Void> ended(UUID revocation, String ending);
}

package dev.grantkeeper.vault.revocation;

import dev.grantkeeper.oauth2.Revocation;
import java.util.Locale;
import java.util.Optional;

/** Why a token need not be revoked any more. */
enum Ending {
    REVOKED,
    NOT_OFFERED,
    /** The provider will not; asking again does not help. */
    REFUSED,
    /** Connected anew: at some providers a revocation would kill the new grant. */
    RECONNECTED,
    /** The sealed token does not open, and never will. */
    UNOPENED,
    /** The provider did not answer for too long. */
    GIVEN_UP;

    /** Empty if the provider is to be asked again. */
    static Optional<Ending> of(Revocation answer) {
        return switch (answer) {
            case REVOKED -> Optional.of(REVOKED);
            case NOT_OFFERED -> Optional.of(NOT_OFFERED);
            case REFUSED -> Optional.of(REFUSED);
            case RETRY -> Optional.empty();
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the token may be alive although its grant was taken back. */
    boolean isFault() {
        return this == REFUSED || this == UNOPENED || this == GIVEN_UP;
    }
}
